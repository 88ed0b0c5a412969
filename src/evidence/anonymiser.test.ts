import { afterEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { Anonymiser, type Replacement } from './anonymiser.ts';

const UUID = '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b';
const OTHER_UUID = '0a1b2c3d-b5a6-4798-8a9b-0c1d2e3f4a5b';
const HEX = '5b10ac8d82e05b22cc7d4ef5';

afterEach(() => clearSecrets());

const anonymised = (text: string): string => new Anonymiser().anonymise(text);

describe('an email', () => {
  it.each([
    ['ada@acme.example', 'person-1@example.com'],
    ['from <ada.b+c-d_e@mail.acme-x.example>, to', 'from <person-1@example.com>, to'],
    ['ADA@ACME.EXAMPLE', 'person-1@example.com'],
    ['ada%40acme.example', 'person-1@example.com'],
    ['ada%2540acme.example', 'person-1@example.com'],
    [String.raw`ada\u0040acme.example`, 'person-1@example.com'],
    [String.raw`ada\x40acme.example`, 'person-1@example.com'],
    ['ada&#64;acme.example', 'person-1@example.com'],
    ['ada&#0064;acme.example', 'person-1@example.com'],
    ['ada&#x40;acme.example', 'person-1@example.com'],
    ['ada&#x0040;acme.example', 'person-1@example.com'],
    [
      'ada@acme.example bob@acme.example ada@acme.example',
      'person-1@example.com person-2@example.com person-1@example.com',
    ],
    ['ada at acme.example', 'ada at acme.example'],
    ['ada@localhost', 'ada@localhost'],
    ['@acme.example', '@acme.example'],
  ])('in %s', (text, expected) => {
    expect(anonymised(text)).toBe(expected);
  });
});

describe('the id of an account', () => {
  it.each([
    HEX,
    HEX.toUpperCase(),
    `557058:${UUID}`,
    `712020:${UUID}`,
    `1234:${UUID}`,
    `12345678:${UUID}`,
    `557058:${UUID.toUpperCase()}`,
    `557058%3A${UUID}`,
    `557058%3a${UUID}`,
    `557058%253A${UUID}`,
    String.raw`557058\u003a${UUID}`,
    String.raw`557058\x3a${UUID}`,
    `557058&#58;${UUID}`,
    `557058&#x3a;${UUID}`,
    `qm:${UUID}:${OTHER_UUID}`,
    `ug:${UUID}`,
    'qm:customer_7-b:x1',
    'ug:abcdef',
    'QM:ABCDEF',
  ])('is found as %s, as a whole word', (id) => {
    expect(anonymised(id)).toBe('account-1');
    expect(anonymised(`no user "${id}", and none called ${id}`)).toBe(
      'no user "account-1", and none called account-1',
    );
    expect(anonymised(`/rest/api/3/group?accountId=${id}&x=${id}`)).toBe(
      '/rest/api/3/group?accountId=account-1&x=account-1',
    );
  });

  it.each([
    HEX.slice(1),
    `${HEX}0`,
    `${HEX}${HEX.slice(0, 8)}`,
    `x${HEX}`,
    `_${HEX}`,
    `-${HEX}`,
    `${HEX}-1`,
    `${HEX}x`,
    `${HEX.slice(0, 23)}g`,
    `123:${UUID}`,
    `x:${UUID}`,
    'qm:abcde',
    'xqm:abcdef',
  ])('is not found in %s', (text) => {
    expect(anonymised(text)).toBe(text);
  });

  it('is the same in any letter case and encoding', () => {
    const anonymiser = new Anonymiser();
    const ids = [`557058:${UUID}`, `557058%3A${UUID.toUpperCase()}`, String.raw`557058\u003a${UUID}`];
    expect(ids.map((id) => anonymiser.pseudonymOf('account', id))).toEqual([
      'account-1',
      'account-1',
      'account-1',
    ]);
    expect(anonymiser.pseudonymOf('account', `557058:${OTHER_UUID}`)).toBe('account-2');
    // For all other values, letter case and encoding matter.
    expect(['a:b', 'A:b', 'a%3Ab'].map((value) => anonymiser.pseudonymOf('cookie', value))).toEqual([
      'cookie-1',
      'cookie-2',
      'cookie-3',
    ]);
  });
});

it.each([
  ['https://x.example/avatar/1', 'url-1'],
  ['http://x.example/secure/useravatar?size=16', 'url-1'],
  ['see "https://www.gravatar.example/0?d=a" now', 'see "url-1" now'],
  ["<a href='https://x.example/?accountId=1'>", "<a href='url-1'>"],
  ['https://x.example/user/a<br>', 'url-1<br>'],
  ['https://x.example/user/a>', 'url-1>'],
  [String.raw`https://x.example/user/a\nb`, String.raw`url-1\nb`],
  ['https://x.example/user/a b', 'url-1 b'],
  ['HTTPS://X.EXAMPLE/USER/1', 'url-1'],
  ['https://x.example/rest/api/3/project', 'https://x.example/rest/api/3/project'],
  ['/rest/api/3/user', '/rest/api/3/user'],
  ['https:// user', 'https:// user'],
])('a personal URL: %s', (text, expected) => {
  expect(anonymised(text)).toBe(expected);
});

const SITE: readonly Replacement[] = [
  { kind: 'name', value: 'my-acme', by: 'site' },
  { kind: 'project', value: 'Ab', by: 'PROJ' },
  { kind: 'issue', value: 'AB-12', by: 'PROJ-1' },
  { kind: 'host', value: 'my-acme.atlassian.example', by: 'jira-site.example.com' },
  { kind: 'cloud-id', value: UUID, by: 'cloud' },
];

describe('the site', () => {
  it.each([
    // The host, in any letter case and encoding.
    ['https://my-acme.atlassian.example/x', 'https://jira-site.example.com/x'],
    ['MY-ACME.Atlassian.Example', 'jira-site.example.com'],
    ['my%2dacme%2Eatlassian.example', 'jira-site.example.com'],
    [String.raw`my\u002dacme\.atlassian.example`, 'jira-site.example.com'],
    ['my-acmeXatlassian.example', 'my-acmeXatlassian.example'],
    // The name: a whole word, with a hyphen or an underscore.
    ['my-acme', 'site'],
    ['x my-acme, MY_ACME and My%2DAcme or my%5facme', 'x site, site and site or site'],
    ['my_acme_token', 'site_token'],
    ['_my-acme', '_site'],
    ['%2Fmy-acme', '%2Fsite'],
    ['xmy-acme my-acmes my-acme2 my.acme', 'xmy-acme my-acmes my-acme2 my.acme'],
    // The project: in the key of an issue and in a path in any letter case, otherwise in capitals.
    ['AB', 'PROJ'],
    ['see AB, (AB) and "AB"', 'see PROJ, (PROJ) and "PROJ"'],
    ['ab aB Ab', 'ab aB Ab'],
    ['AB-77 ab-77 aB-77 ab%2D77 ab%2d77', 'PROJ-77 PROJ-77 PROJ-77 PROJ%2D77 PROJ%2d77'],
    ['ab-x', 'ab-x'],
    ['CAB-1 ABC-1 AB_1 _AB xab-1 0AB', 'CAB-1 ABC-1 AB_1 _AB xab-1 0AB'],
    ['%2FAB %2Fab-77', '%2FPROJ %2FPROJ-77'],
    ['/project/ab/role', '/project/PROJ/role'],
    ['/projects/ab', '/projects/PROJ'],
    ['?projectKeys=ab', '?projectKeys=PROJ'],
    ['?projectKey=ab', '?projectKey=PROJ'],
    ['?projectIdOrKey=ab', '?projectIdOrKey=PROJ'],
    ['project = ab', 'project = PROJ'],
    ['project%20%3D%20ab', 'project%20%3D%20PROJ'],
    ['project+%3d+ab', 'project+%3d+PROJ'],
    ['/project%2Fab', '/project%2FPROJ'],
    ['/project/abc /project/xab /board/ab', '/project/abc /project/xab /board/ab'],
    // The issue, before its project.
    ['AB-12 ab-12 ab%2d12', 'PROJ-1 PROJ-1 PROJ-1'],
    ['AB-123 AB-12x', 'PROJ-123 PROJ-12x'],
    ['XAB-12 _AB-12', 'XAB-12 _AB-12'],
    // The id in the cloud, with and without its hyphens.
    [UUID, 'cloud'],
    [UUID.toUpperCase(), 'cloud'],
    [`x${UUID.replaceAll('-', '')}x`, 'xcloudx'],
    [UUID.replaceAll('-', '%2D'), 'cloud'],
    [UUID.replaceAll('-', '_'), UUID.replaceAll('-', '_')],
  ])('is removed from %s', (text, expected) => {
    expect(new Anonymiser(SITE).anonymiseSite(text)).toBe(expected);
    expect(new Anonymiser(SITE.toReversed()).anonymiseSite(text)).toBe(expected);
    const later = new Anonymiser();
    for (const one of SITE) later.replace(one);
    expect(later.anonymiseSite(text)).toBe(expected);
  });

  it('is removed from texts and headers too, and only if it is to be replaced', () => {
    const text = 'https://my-acme.atlassian.example/browse/AB-12';
    expect(new Anonymiser(SITE).anonymise(text)).toBe('https://jira-site.example.com/browse/PROJ-1');
    expect(new Anonymiser(SITE).anonymiseText(text)).toBe('https://jira-site.example.com/browse/PROJ-1');
    expect(new Anonymiser().anonymiseText(text)).toBe(text);
  });

  it('is not searched in its own replacement', () => {
    const anonymiser = new Anonymiser([
      { kind: 'host', value: 'acme.example', by: 'first.example' },
      { kind: 'name', value: 'first', by: 'second' },
      { kind: 'name', value: '1', by: 'third' },
    ]);
    expect(anonymiser.anonymiseSite('acme.example')).toBe('first.example');
    expect(anonymiser.anonymiseSite('acme.example first 1')).toBe('first.example second third');
  });

  it('may contain characters that are special in a pattern', () => {
    const anonymiser = new Anonymiser([
      { kind: 'host', value: 'a.b/[x]+(y)|z$^{1}*?', by: 'odd' },
      { kind: 'issue', value: 'X.Y-1', by: 'issue' },
    ]);
    expect(
      anonymiser.anonymiseSite(String.raw`a.b/[x]+(y)|z$^{1}*? a.b\/[x]+(y)|z$^{1}*? acb/[x]+(y)|z$^{1}*?`),
    ).toBe('odd odd acb/[x]+(y)|z$^{1}*?');
    expect(anonymiser.anonymiseSite('x.y-1 xzy-1')).toBe('issue xzy-1');
  });
});

/** A text of a later body, after one body was learned from. */
const after = (body: unknown, text: string): string => {
  const anonymiser = new Anonymiser();
  anonymiser.learn(body);
  return anonymiser.anonymiseText(text);
};

const deep = (value: object, levels: number): object =>
  levels === 0 ? value : { a: deep(value, levels - 1) };

/** A body of one person, followed by other objects. */
const before = (count: number): object[] => [
  { displayName: 'Ada' },
  ...Array.from({ length: count }, () => ({})),
];

describe('the values learned from a body', () => {
  it.each([
    ['accountId', 'account-1'],
    ['emailAddress', 'person-1@example.com'],
    ['displayName', 'name-1'],
    ['publicName', 'name-1'],
    ['self', 'url-1'],
  ])('include its %s', (key, name) => {
    expect(after({ [key]: 'Ada Byron' }, 'Ada Byron may not')).toBe(`${name} may not`);
  });

  it.each<[string, unknown]>([
    ['another key', { name: 'Ada Byron' }],
    ['a list, of which the index is no key', Object.assign(['x'], { displayName: 'Ada Byron' })],
    ['a text alone', 'Ada Byron'],
    ['nothing', null],
    ['nothing read', undefined],
    ['no text', { displayName: 12_345, a: { displayName: null } }],
    ['what is nested too deep', deep({ displayName: 'Ada Byron' }, 33)],
    ['what is longer than any name', { displayName: `Ada Byron${'x'.repeat(192)}` }],
  ])('include nothing of %s', (_, body) => {
    const text = `Ada Byron 12345 null ${'Ada Byron'.padEnd(201, 'x')}`;
    expect(after(body, text)).toBe(text);
  });

  it.each<[string, unknown]>([
    ['in a list', [{ a: 1 }, { displayName: 'Ada Byron' }]],
    ['in an object', { values: [{ author: { displayName: 'Ada Byron' } }] }],
    ['beside what holds nothing', { a: null, b: 1, displayName: 'Ada Byron', c: {} }],
    ['as deep as bodies go', deep({ displayName: 'Ada Byron' }, 32)],
  ])('are found %s', (_, body) => {
    expect(after(body, '(Ada Byron)')).toBe('(name-1)');
  });

  it('have three to two hundred characters', () => {
    const long = 'x'.repeat(200);
    expect(after({ displayName: 'Ad' }, 'Ad may')).toBe('Ad may');
    expect(after({ displayName: 'Ada' }, 'Ada may')).toBe('name-1 may');
    expect(after({ displayName: long }, `${long} may`)).toBe('name-1 may');
  });

  it('are replaced only as whole words, each time', () => {
    expect(after({ displayName: 'Ada' }, 'Ada, "Ada" (Ada) Ada')).toBe('name-1, "name-1" (name-1) name-1');
    const others = 'Adam xAda Ada1 1Ada äAda Adaß Ada-x x-Ada Ada_ _Ada';
    expect(after({ displayName: 'Ada' }, others)).toBe(others);
    expect(after({ displayName: 'Ada' }, `${others} Ada!`)).toBe(`${others} name-1!`);
  });

  it('are replaced longest first, each by one pseudonym', () => {
    const anonymiser = new Anonymiser();
    anonymiser.learn([{ displayName: 'Ada' }]);
    expect(anonymiser.anonymiseText('Ada Byron')).toBe('name-1 Byron');
    anonymiser.learn([{ displayName: 'Ada Byron' }, { displayName: 'Ada' }, { publicName: 'Ada' }]);
    expect(anonymiser.anonymiseText('Ada Byron, Ada')).toBe('name-2, name-1');
    // A value keeps its first pseudonym.
    anonymiser.learn({ accountId: 'Ada' });
    expect(anonymiser.anonymiseText('Ada')).toBe('name-1');
    expect(anonymiser.pseudonymOf('account', 'someone')).toBe('account-1');
  });

  it('are not replaced in keys and headers, whose words have a meaning', () => {
    const anonymiser = new Anonymiser();
    anonymiser.learn({ displayName: 'errorMessages' });
    expect(anonymiser.anonymise('errorMessages')).toBe('errorMessages');
    expect(anonymiser.anonymiseKey('errorMessages')).toBe('errorMessages');
    expect(anonymiser.anonymiseText('errorMessages')).toBe('name-1');
  });

  it('are limited to two thousand values, of fifty thousand objects', () => {
    const people = Array.from({ length: 2001 }, (_, i) => ({ displayName: `Person ${i}` }));
    const anonymiser = new Anonymiser();
    for (const one of people) anonymiser.learn(one);
    expect(anonymiser.anonymiseText('Person 1999, Person 2000')).toBe('name-2000, Person 2000');
    // The list itself counts; the last objects are inspected first.
    expect(after(before(49_998), 'Ada')).toBe('name-1');
    expect(after(before(49_999), 'Ada')).toBe('Ada');
  });
});

it('uses one pseudonym in headers and texts, and does not change safe text', () => {
  const anonymiser = new Anonymiser(SITE);
  anonymiser.learn([{ emailAddress: 'ada@acme.example' }, { accountId: HEX }]);
  const text = `ada@acme.example, ${HEX}, bob@acme.example, AB-12 on my-acme`;
  const safe = 'person-1@example.com, account-1, person-2@example.com, PROJ-1 on site';
  expect(anonymiser.anonymiseText(text)).toBe(safe);
  expect(anonymiser.anonymise(text)).toBe(safe);
  expect([anonymiser.anonymise(safe), anonymiser.anonymiseText(safe)]).toEqual([safe, safe]);
});

describe('a secret', () => {
  it('is removed from headers, texts and keys', () => {
    const secret = syntheticToken('scrubbed');
    registerSecret('JIRA_API_TOKEN', secret);
    const anonymiser = new Anonymiser();
    expect(anonymiser.anonymise(`Bearer ${secret}`)).toBe('Bearer [JIRA_API_TOKEN]');
    expect(anonymiser.anonymiseText(`Bearer ${secret}`)).toBe('Bearer [JIRA_API_TOKEN]');
    expect(anonymiser.anonymiseKey(secret)).toBe('key-1');
  });

  it('is removed before learned values, which may be part of it', () => {
    const secret = 'correct-horse battery staple';
    registerSecret('ATLASSIAN_PASSWORD', secret, 'password');
    expect(after({ displayName: 'battery' }, `no ${secret}`)).toBe('no [ATLASSIAN_PASSWORD]');
  });
});

describe('a key of a body', () => {
  it.each([
    'accountId',
    '16x16',
    'customfield_10010',
    'com.acme.addon',
    'a:b-c',
    '$ref',
    '*',
    '_links',
    '__proto__',
    'x'.repeat(100),
  ])('stays if a programmer would choose it: %s', (key) => {
    expect(new Anonymiser().anonymiseKey(key)).toBe(key);
  });

  it.each([
    'Ada Byron',
    'ada@acme.example',
    HEX,
    `557058:${UUID}`,
    '',
    '-a',
    '.a',
    ':a',
    'a b',
    'a ',
    ' a',
    'a/b',
    'Jürgen',
    'x'.repeat(101),
  ])('gets a pseudonym if it is data: %j', (key) => {
    const anonymiser = new Anonymiser();
    expect([
      anonymiser.anonymiseKey(key),
      anonymiser.anonymiseKey(key),
      anonymiser.anonymiseKey(`${key} `),
    ]).toEqual(['key-1', 'key-1', 'key-2']);
  });

  it('gets a pseudonym if it is the site', () => {
    expect(new Anonymiser(SITE).anonymiseKey('my_acme')).toBe('key-1');
  });

  it('is identified by its first thousand characters', () => {
    const anonymiser = new Anonymiser();
    const start = 'x'.repeat(999);
    const keys = ['a', 'b', 'ac', 'bd'].map((end) => anonymiser.anonymiseKey(start + end));
    expect(keys).toEqual(['key-1', 'key-2', 'key-1', 'key-2']);
  });
});
