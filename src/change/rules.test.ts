import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { Standing } from '../contract/credentials.ts';
import type { Treatment } from '../contract/treatment.ts';
import { LEVELS } from './levels.ts';
import { ONE_SIDED, ruleFor, RULES, ruleSentence, explainChange, type Pair, type RuleId } from './rules.ts';

const answer = (treatment: Treatment, status: number, more: Partial<Answer> = {}): Answer => ({
  status,
  treatment,
  mark: 'unexpected',
  ...more,
});

const judge = (
  before: Answer,
  after: Answer,
  standing: Standing = 'invalid',
  more: Partial<Pair> = {},
): RuleId | undefined => ruleFor({ standing, before, after, wholeBodies: false, ...more })?.id;

type Row = [Treatment, Treatment, boolean, RuleId | undefined, RuleId | undefined];

// Every ordered pair of treatments, with the same status and with another: what it means for a credential that
// must not work, and for a valid one.
const PAIRS: Row[] = [
  ['accepted', 'accepted', false, undefined, undefined],
  ['accepted', 'accepted', true, 'status-changed', 'status-changed'],
  ['accepted', 'ignored', false, 'credential-rejected', 'valid-refused'],
  ['accepted', 'ignored', true, 'credential-rejected', 'valid-refused'],
  ['accepted', 'refused', false, 'credential-rejected', 'valid-refused'],
  ['accepted', 'refused', true, 'credential-rejected', 'valid-refused'],
  ['ignored', 'accepted', false, 'credential-accepted', 'valid-restored'],
  ['ignored', 'accepted', true, 'credential-accepted', 'valid-restored'],
  ['ignored', 'ignored', false, undefined, undefined],
  ['ignored', 'ignored', true, 'status-changed', 'status-changed'],
  ['ignored', 'refused', false, 'guard-tightened', 'guard-tightened'],
  ['ignored', 'refused', true, 'guard-tightened', 'guard-tightened'],
  ['refused', 'accepted', false, 'credential-accepted', 'valid-restored'],
  ['refused', 'accepted', true, 'credential-accepted', 'valid-restored'],
  ['refused', 'ignored', false, 'guard-loosened', 'guard-loosened'],
  ['refused', 'ignored', true, 'guard-loosened', 'guard-loosened'],
  ['refused', 'refused', false, undefined, undefined],
  ['refused', 'refused', true, 'refusal-changed', 'refusal-changed'],
];

const UNEXPLAINED = answer('inconclusive', 422, { mark: 'unexplained' });
const REMOVED = answer('inconclusive', 410, { mark: 'operation-removed' });
const BROWN_OUT = answer('inconclusive', 410, { mark: 'brown-out' });
const OTHER = answer('accepted', 200, { mark: 'another-account' });
const scope = answer('refused', 401, { failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK' });
const auth = answer('refused', 401, { failureCategory: 'FAILURE_CLIENT_AUTH' });

const MARKED: [string, Answer, Answer, Standing, RuleId | undefined][] = [
  ['another account', answer('accepted', 200), OTHER, 'valid', 'another-account'],
  ['the own account again', OTHER, answer('accepted', 200), 'valid', 'valid-restored'],
  ['still another account', OTHER, OTHER, 'valid', undefined],
  ['another reason', scope, auth, 'invalid', 'refusal-reason-changed'],
  ['the same reason', scope, scope, 'invalid', undefined],
  ['a reason that is not on record', answer('refused', 401), auth, 'invalid', undefined],
  ['a status without a meaning', answer('refused', 401), UNEXPLAINED, 'invalid', 'answer-unexplained'],
  ['the same to the valid token', answer('accepted', 200), UNEXPLAINED, 'valid', 'answer-unexplained'],
  ['the same as before', UNEXPLAINED, UNEXPLAINED, 'invalid', undefined],
  ['a meaning again', UNEXPLAINED, answer('refused', 401), 'invalid', 'status-changed'],
  ['the account again', UNEXPLAINED, answer('accepted', 200), 'valid', 'valid-restored'],
  ['a way in', UNEXPLAINED, answer('accepted', 200), 'invalid', 'credential-accepted'],
  [
    'a roll-out in part',
    answer('ignored', 200),
    answer('inconclusive', 401, { mark: 'rolling-out' }),
    'invalid',
    'rolled-out-in-part',
  ],
  ['a removal', answer('ignored', 200), REMOVED, 'invalid', 'operation-removed'],
  ['a removal taken back', REMOVED, answer('ignored', 200), 'invalid', 'operation-restored'],
  ['a brown-out', answer('accepted', 200), BROWN_OUT, 'valid', 'operation-brown-out'],
  ['a brown-out, then for good', BROWN_OUT, REMOVED, 'valid', 'operation-removed'],
  ['a brown-out, then as before', BROWN_OUT, answer('ignored', 200), 'invalid', 'operation-restored'],
  ['one more brown-out', BROWN_OUT, BROWN_OUT, 'valid', undefined],
  ['a brown-out of what was gone', REMOVED, BROWN_OUT, 'valid', undefined],
  ['still gone', REMOVED, REMOVED, 'invalid', undefined],
];

describe('answers with a signal', () => {
  it.each(MARKED)('%s', (_, before, after, standing, rule) => {
    expect(judge(before, after, standing)).toBe(rule);
  });

  it('never claim that a status is the same if it is not', () => {
    const before = answer('ignored', 404, { loginReason: 'AUTHENTICATED_FAILED' });
    const after = answer('ignored', 200, { loginReason: null });
    const story = explainChange('signal-lost', { noun: 'A token', operation: 'GET /x', before, after });
    expect(story?.description).toContain('404');
    expect(story?.description).not.toContain('still');
  });
});

describe('the rule table', () => {
  it.each(PAIRS)('%s → %s, different status: %s', (from, to, statusChanged, invalid, valid) => {
    const before = answer(from, 400);
    const after = answer(to, statusChanged ? 410 : 400);
    expect(judge(before, after, 'invalid')).toBe(invalid);
    expect(judge(before, after, 'none')).toBe(invalid);
    expect(judge(before, after, 'valid')).toBe(valid);
  });

  it('is sorted by level, so that the first rule that applies is the most severe', () => {
    const levels = RULES.map(({ level }) => LEVELS.indexOf(level));
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });

  it('has this level for each rule, which decides the exit code', () => {
    const byLevel = Object.groupBy(RULES, ({ level }) => level);
    expect(LEVELS.map((level) => byLevel[level]?.map(({ id }) => id).toSorted())).toEqual([
      ['another-account', 'credential-accepted', 'guard-loosened', 'valid-refused'],
      [
        'answer-unexplained',
        'data-exposed',
        'operation-brown-out',
        'operation-removed',
        'refusal-changed',
        'refusal-reason-changed',
        'rolled-out-in-part',
        'signal-lost',
      ],
      ['status-changed'],
      ['credential-rejected', 'guard-tightened', 'operation-restored', 'valid-restored'],
      ['shape-changed', 'signal-gained'],
    ]);
    expect([ONE_SIDED.added, ONE_SIDED.removed]).toMatchObject([
      { id: 'probe-added', level: 'info' },
      { id: 'probe-removed', level: 'info' },
    ]);
  });

  it('has no rule that never applies', () => {
    const FAILED = { loginReason: 'AUTHENTICATED_FAILED' };
    const reached = new Set<RuleId | undefined>([
      ...PAIRS.flatMap(([, , , invalid, valid]) => [invalid, valid]),
      judge(answer('ignored', 404), answer('ignored', 200)),
      judge(answer('ignored', 200, FAILED), answer('ignored', 200, { loginReason: null })),
      judge(answer('ignored', 200, { loginReason: null }), answer('ignored', 200, FAILED)),
      judge(answer('ignored', 200, { shape: [] }), answer('ignored', 200, { shape: {} }), 'invalid', {
        wholeBodies: true,
      }),
      ...MARKED.map(([, before, after, standing]) => judge(before, after, standing)),
    ]);
    expect(RULES.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });
});

describe('data that appears', () => {
  const data = { shape: [{ id: 'string' }] };
  it.each([
    ['a 404 that becomes data', answer('ignored', 404), answer('ignored', 200, data), 'data-exposed'],
    [
      'a 401 of the operation that becomes data',
      answer('ignored', 401),
      answer('ignored', 200, data),
      'data-exposed',
    ],
    ['a 404 that becomes an unknown body', answer('ignored', 404), answer('ignored', 200), 'data-exposed'],
    [
      'a 404 that becomes an empty list',
      answer('ignored', 404),
      answer('ignored', 200, { shape: [] }),
      'status-changed',
    ],
    [
      'an empty list that fills',
      answer('ignored', 200, { shape: [] }),
      answer('ignored', 200, data),
      'data-exposed',
    ],
    [
      'an empty list that stays',
      answer('ignored', 200, { shape: [] }),
      answer('ignored', 200, { shape: [] }),
      undefined,
    ],
    ['data that goes', answer('ignored', 200, data), answer('ignored', 404), 'status-changed'],
    ['a list of unknown content', answer('ignored', 200), answer('ignored', 200, data), undefined],
  ] as const)('%s', (_, before, after, rule) => {
    expect(judge(before, after)).toBe(rule);
  });
});

describe('the login reason', () => {
  const failed = answer('ignored', 200, { loginReason: 'AUTHENTICATED_FAILED' });
  const silent = answer('ignored', 200, { loginReason: null });
  const unknown = answer('ignored', 200);
  it.each([
    ['is lost', failed, silent, 'signal-lost'],
    ['is replaced by a different one', failed, answer('ignored', 200, { loginReason: 'OUT' }), 'signal-lost'],
    [
      'is lost where the status changes, too',
      failed,
      answer('ignored', 404, { loginReason: null }),
      'signal-lost',
    ],
    ['is gained', silent, failed, 'signal-gained'],
    ['was not recorded before', unknown, failed, undefined],
    ['was not recorded after', failed, unknown, undefined],
  ] as const)('%s', (_, before, after, rule) => {
    expect(judge(before, after)).toBe(rule);
  });
});

describe('the shape of a body', () => {
  const before = answer('refused', 401, { shape: 'text', mediaType: 'text/plain' });
  it('is compared if both bodies are complete', () => {
    const after = answer('refused', 401, { shape: {}, mediaType: 'text/plain' });
    expect(judge(before, after, 'invalid', { wholeBodies: true })).toBe('shape-changed');
    expect(judge(before, after)).toBeUndefined();
  });

  it('includes the media type', () => {
    const after = { ...before, mediaType: 'application/json' };
    expect(judge(before, after, 'invalid', { wholeBodies: true })).toBe('shape-changed');
  });
});

describe('a status of data', () => {
  const empty = { shape: [] };
  const data = { shape: [{ id: 'string' }] };
  it.each<[string, Answer, Answer, RuleId | undefined]>([
    ['a 403 that becomes data', answer('ignored', 403), answer('ignored', 200, data), 'data-exposed'],
    ['a 404 that becomes data', answer('ignored', 404), answer('ignored', 299, data), 'data-exposed'],
    ['a 404 that becomes a redirect', answer('ignored', 404), answer('ignored', 300), 'status-changed'],
    [
      'a 404 that becomes less than a success',
      answer('ignored', 404),
      answer('ignored', 199),
      'status-changed',
    ],
    ['a 400 that becomes data', answer('ignored', 400), answer('ignored', 200, data), 'status-changed'],
    ['an empty list that fills', answer('ignored', 200, empty), answer('ignored', 200, data), 'data-exposed'],
    [
      'an empty list with another status that fills',
      answer('ignored', 202, empty),
      answer('ignored', 200, data),
      'data-exposed',
    ],
    [
      'an empty list, then a body of unknown content',
      answer('ignored', 200, empty),
      answer('ignored', 200),
      undefined,
    ],
    [
      'an empty page that fills',
      answer('ignored', 200, { shape: { values: [], total: 'number' } }),
      answer('ignored', 200, { shape: { values: ['string'], total: 'number' } }),
      'data-exposed',
    ],
    [
      'data that is data again',
      answer('ignored', 200, data),
      answer('ignored', 200, { shape: ['x'] }),
      undefined,
    ],
    ['data of the account', answer('accepted', 200, empty), answer('accepted', 200, data), undefined],
    ['a refusal that holds data', answer('refused', 403), answer('refused', 200, data), 'refusal-changed'],
  ])('%s', (_, before, after, rule) => {
    expect(judge(before, after)).toBe(rule);
  });
});

describe('the signals of two answers', () => {
  const reason = (loginReason: string | null | undefined, status = 200): Answer =>
    answer('ignored', status, { loginReason });
  it.each<[string, Answer, Answer, RuleId | undefined]>([
    ['another reason that tells of no failure', reason('OUT'), reason('OK'), 'signal-gained'],
    [
      'another reason that tells of a failure, too',
      reason('AUTHENTICATED_FAILED'),
      reason('AUTHENTICATED_FAILED, OUT'),
      'signal-gained',
    ],
    ['the same reason', reason('AUTHENTICATED_FAILED'), reason('AUTHENTICATED_FAILED'), undefined],
    ['one that never reported a failure', reason('OUT'), reason(null), 'signal-gained'],
    [
      'none, and another treatment',
      reason('AUTHENTICATED_FAILED'),
      answer('refused', 200, { loginReason: null }),
      'guard-tightened',
    ],
    [
      'a reason that is gained, and another status',
      reason(null),
      reason('AUTHENTICATED_FAILED', 404),
      'status-changed',
    ],
    ['a reason that was not recorded', reason(undefined), reason(null), undefined],
  ])('%s', (_, before, after, rule) => {
    expect(judge(before, after)).toBe(rule);
  });

  it.each<[string, Partial<Answer>, Partial<Answer>, RuleId | undefined]>([
    ['another form', { shape: [] }, { shape: {} }, 'shape-changed'],
    ['the same form', { shape: { a: [] } }, { shape: { a: [] } }, undefined],
    ['a form that is not on record before', {}, { shape: [] }, undefined],
    ['a form that is not on record after', { shape: [] }, {}, undefined],
    [
      'a media type that was not sent before',
      { mediaType: null },
      { mediaType: 'text/html' },
      'shape-changed',
    ],
    ['a media type that is not on record', {}, { mediaType: 'text/html' }, undefined],
  ])('in complete bodies: %s', (_, before, after, rule) => {
    const [was, is] = [answer('refused', 401, before), answer('refused', 401, after)];
    expect(judge(was, is, 'invalid', { wholeBodies: true })).toBe(rule);
    expect(judge(was, is)).toBeUndefined();
  });

  it.each<[string, Answer, Answer, RuleId | undefined]>([
    ['a reason that is given no more', scope, answer('refused', 401, { failureCategory: null }), undefined],
    [
      'a reason, and another status',
      scope,
      answer('refused', 403, { failureCategory: 'X' }),
      'refusal-changed',
    ],
    [
      'a reason, and another treatment',
      scope,
      answer('ignored', 401, { failureCategory: 'X' }),
      'guard-loosened',
    ],
    [
      'an unknown reason for an accepted credential',
      answer('accepted', 200, { failureCategory: 'A' }),
      answer('accepted', 200, { failureCategory: 'B' }),
      'refusal-reason-changed',
    ],
  ])('of a refusal: %s', (_, before, after, rule) => {
    expect(judge(before, after)).toBe(rule);
  });
});

describe('signals before and after', () => {
  const NEWS: Record<string, Answer> = {
    unexplained: UNEXPLAINED,
    'unexplained otherwise': answer('inconclusive', 451, { mark: 'unexplained' }),
    'rolled out': answer('inconclusive', 401, { mark: 'rolling-out' }),
    removed: REMOVED,
    'browned out': BROWN_OUT,
    refused: answer('refused', 401),
  };
  const TABLE: Record<string, Record<string, RuleId | undefined>> = {
    unexplained: {
      unexplained: undefined,
      'unexplained otherwise': 'answer-unexplained',
      'rolled out': 'rolled-out-in-part',
      removed: 'operation-removed',
      'browned out': 'operation-brown-out',
      refused: 'status-changed',
    },
    'rolled out': {
      unexplained: 'answer-unexplained',
      'rolled out': undefined,
      removed: 'operation-removed',
      'browned out': 'operation-brown-out',
      refused: undefined,
    },
    removed: {
      unexplained: 'answer-unexplained',
      'rolled out': 'rolled-out-in-part',
      removed: undefined,
      'browned out': undefined,
      refused: 'operation-restored',
    },
    'browned out': {
      unexplained: 'answer-unexplained',
      'rolled out': 'rolled-out-in-part',
      removed: 'operation-removed',
      'browned out': undefined,
      refused: 'operation-restored',
    },
    refused: {
      unexplained: 'answer-unexplained',
      'rolled out': 'rolled-out-in-part',
      removed: 'operation-removed',
      'browned out': 'operation-brown-out',
      refused: undefined,
    },
  };
  it.each(
    Object.entries(TABLE).flatMap(([from, row]) =>
      Object.entries(row).map(([to, rule]) => [from, to, rule] as const),
    ),
  )('%s → %s: %s', (from, to, rule) => {
    const [before, after] = [NEWS[from], NEWS[to]];
    if (!before || !after) throw new Error('no answer');
    expect(judge(before, after)).toBe(rule);
  });

  it.each<[string, Answer, Answer, Standing, RuleId | undefined]>([
    ['another account of what must not work', OTHER, answer('accepted', 200), 'invalid', undefined],
    ['another account, then refused', OTHER, answer('refused', 401), 'valid', 'valid-refused'],
    [
      'the account with another status',
      answer('accepted', 200),
      answer('accepted', 204),
      'valid',
      'status-changed',
    ],
    ['the own account again, with another status', OTHER, answer('accepted', 204), 'valid', 'valid-restored'],
    ['an account that was refused', answer('refused', 401), OTHER, 'valid', 'another-account'],
    ['another account', answer('refused', 401), OTHER, 'none', 'credential-accepted'],
    [
      'a valid token that nothing is known of',
      answer('accepted', 200),
      REMOVED,
      'valid',
      'operation-removed',
    ],
    [
      'an odd answer, then refused alike',
      answer('inconclusive', 401, { mark: 'unexplained' }),
      answer('refused', 401),
      'invalid',
      undefined,
    ],
    [
      'a way in that is closed by an odd answer',
      answer('accepted', 200),
      UNEXPLAINED,
      'invalid',
      'answer-unexplained',
    ],
    ['what worked by mistake, and is gone', answer('accepted', 200), REMOVED, 'invalid', 'operation-removed'],
  ])('%s', (_, before, after, standing, rule) => {
    expect(judge(before, after, standing)).toBe(rule);
  });
});

describe('the words of a rule', () => {
  const ids: RuleId[] = [...RULES.map(({ id }) => id), ONE_SIDED.added.id, ONE_SIDED.removed.id];
  it.each(ids)('%s has its own sentence', (id) => {
    expect(ids.filter((other) => ruleSentence(other) === ruleSentence(id))).toEqual([id]);
    expect(ruleSentence(id)).not.toBe(id);
  });

  it('says that the status is the same if it is, and gives both if not', () => {
    const [same = '', other = ''] = [404, 200].map(
      (status) =>
        explainChange('signal-lost', {
          noun: 'A token',
          operation: 'GET /x',
          before: answer('ignored', 404),
          after: answer('ignored', status),
        })?.description,
    );
    expect(same).not.toBe(other.replace('200', '404'));
    expect(same.match(/404/g)).toHaveLength(1);
  });
});
