import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY, type Identity } from '../src/contract/identity.ts';
import { checksum } from '../src/contract/synthetic-token.ts';
import { oracleFor } from '../src/secrets/secrets.fixture.ts';
import { openBrokerDouble, type BrokerDouble } from '../src/pact/broker.fixture.ts';
import { ECHO_NAMES } from '../src/stand-in/echoes.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { readValues, settingsOf } from '../src/config/settings.ts';
import { Fault } from '../src/fault.ts';
import { redact } from '../src/secrets/redaction.ts';
import { observeFast } from '../src/live/live.fixture.ts';
import { FAULT_KINDS } from '../src/stand-in/faults.ts';
import { openStandIn, type StandIn, type StandInFault } from '../src/stand-in/stand-in.ts';
import { declaredCommand } from './all-commands.fixture.ts';
import { COMMAND_NAMES } from './commands.ts';
import { copyProject, runCli } from './project-copy.fixture.ts';
import { seededBytes } from '../src/secrets/seeded.fixture.ts';

// Every command as a user runs it, with secrets that exist nowhere else, against a site that behaves, fails and
// echoes what it was sent. All bytes that come out, on the terminal and in files, are searched.
const { path: copy, remove } = copyProject();

afterAll(remove);

const open = new Set<StandIn | BrokerDouble>();

afterEach(async () => {
  await Promise.all([...open].map((one) => one.close()));
  open.clear();
});

const token = (prefix = 'ATATT3xFfGF0'): string => {
  const head = `${prefix}${seededBytes(129).toString('base64url')}=`;
  return head + checksum(head);
};

const email = (): string => `p${seededBytes(6).toString('hex')}@leak.example.com`;

/** An identity of which nothing was ever written down. */
function randomIdentity(): Identity {
  return {
    ...SYNTHETIC_IDENTITY,
    email: email(),
    otherEmail: email(),
    deactivatedEmail: email(),
    apiToken: token(),
    revokedToken: token(),
    expiredToken: token(),
    scopedEmail: email(),
    scopedToken: token(),
    underScopedToken: token(),
    deactivatedToken: token(),
    adminKey: token('ATCTT3xFfG'),
    revokedAdminKey: token('ATCTT3xFfG'),
    watchedToken: token(),
    watchedAdminKey: token('ATCTT3xFfG'),
  };
}

const SECRETS = [
  'email',
  'otherEmail',
  'deactivatedEmail',
  'apiToken',
  'revokedToken',
  'expiredToken',
  'scopedEmail',
  'scopedToken',
  'underScopedToken',
  'deactivatedToken',
  'adminKey',
  'revokedAdminKey',
  'watchedToken',
  'watchedAdminKey',
] as const;

/** What finds the secrets of an identity, each by its name, and others by theirs. */
const judgeOf = (identity: Identity, others: Readonly<Record<string, string>> = {}) =>
  oracleFor([
    ...SECRETS.map((label) => ({ label, value: identity[label], email: label.endsWith('mail') })),
    ...Object.entries(others).map(([label, value]) => ({ label, value })),
  ]);

/** What a file holds, that of an archive unpacked. */
function contentsOf(bytes: Buffer): string[] {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    return Object.entries(unzipSync(bytes)).flatMap(([name, inner]) => [
      name,
      ...contentsOf(Buffer.from(inner)),
    ]);
  }
  if (bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f_8b) return contentsOf(gunzipSync(bytes));
  const text = bytes.toString('utf8');
  // Of what is no text, what a person would see in it.
  return [text.includes('\uFFFD') ? (bytes.toString('latin1').match(/[ -~]{8,}/g) ?? []).join('\n') : text];
}

/** All files below a folder, each with its size and time. */
function files(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.includes('node_modules')) continue;
    const { ino, mtimeNs, size } = statSync(path, { bigint: true });
    found.set(path, `${ino} ${mtimeNs} ${size}`);
  }
  return found;
}

let before = files(copy);

/** The files written since the last call, by path. Paths are searched as well, because a name must not have a secret. */
function written(): (readonly [string, string])[] {
  const [then, now] = [before, files(copy)];
  before = now;
  return [...now]
    .filter(([path, stamp]) => then.get(path) !== stamp)
    .flatMap(([path]) => {
      const name = relative(copy, path);
      return [name, ...contentsOf(readFileSync(path))].map((text) => [name, text] as const);
    });
}

/** What a row has to go by. */
interface Scene {
  readonly site: StandIn;
  readonly identity: Identity;
  readonly settings: string;
  readonly broker: BrokerDouble;
  /** The name of the newest live run. */
  readonly run: () => string;
  readonly printed: string[];
}

/** Arguments of a command, or an action between two commands. */
type Step = readonly string[] | ((scene: Scene) => readonly string[] | undefined);

interface Row {
  readonly name: string;
  readonly fault?: StandInFault;
  readonly steps: readonly Step[];
  /** Number of requests after which the process is killed. */
  readonly killAfter?: number;
  /** Whether nothing asks the site. */
  readonly offline?: boolean;
}

const FAST = ['--confirm-after', '0', '--core'];

/** Repeats what dead credentials tell it, in another way for each path. */
const HOSTILE: StandInFault = {
  kind: 'hostile',
  when: ({ state }) => state !== 'account' && state !== 'none',
};
const SOMETIMES: StandInFault = { kind: 'hostile', rate: 0.5, when: ({ state }) => state === 'dead' };

const live = (...args: readonly string[]): Step => ['check', '--live', ...args, ...FAST];

/** A command with the name of the newest live run, and what stands after it. */
const withRun =
  (command: string, before_: readonly string[], after: readonly string[]): Step =>
  ({ run }) => [command, ...before_, run(), ...after];

const DECLARED = new Map<string, Command>(COMMAND_NAMES.map((name) => [name, declaredCommand(name)]));

const choicesOf = (command: string, option: string): readonly string[] =>
  DECLARED.get(command)?.options.find(({ long }) => long === option)?.argChoices ?? [];

/** Every format of a command, each into its own file. */
const inEveryFormat = (command: string, step: (format: string) => Step): Step[] =>
  choicesOf(command, '--format').map(step);

const into = (command: string, format: string): string[] => [
  '--format',
  format,
  '--out',
  `reports/${command}.${format}`,
];

/** Marks the newest live run as one of a real site, because only such a run can be accepted. */
const asIfRecorded = ({ run }: Scene): undefined => {
  const folder = join(copy, 'reports', run(), 'exchanges');
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"stand-in"', '"recorded"'));
  }
};

const SITES = 'one two'.split(' ');

/** Writes the tokens of an identity to a file, which does not count as written by a command. */
function plantTokens({ identity }: Scene): undefined {
  const tokens = SECRETS.filter((part) => !part.toLowerCase().endsWith('mail')).map((part) => identity[part]);
  writeFileSync(join(copy, 'planted-tokens.txt'), tokens.join('\n'));
  before = files(copy);
}

/** A program that prints tokens which no setting names, and works. */
const LEAKY_PROGRAM = [
  '--',
  'sh',
  '-c',
  `cat '${join(copy, 'planted-tokens.txt')}'; curl -s "$JIRA_URL/rest/api/3/field"`,
] as const;

const ROWS: readonly Row[] = [
  { name: 'check --live', steps: [live('--all', '--baseline', 'public-2022-11')] },
  {
    name: 'check --live as JSON, with its secrets echoed',
    fault: HOSTILE,
    steps: [live('--format', 'json')],
  },
  {
    name: 'check --live as Markdown, in trouble',
    fault: { kind: 'reset', times: 6, when: ({ path }) => !path.endsWith('/myself') },
    steps: [live('--format', 'markdown', '--out', 'reports/leak.md')],
  },
  { name: 'check --live, anonymised, with its secrets echoed', fault: HOSTILE, steps: [live('--anonymise')] },
  {
    name: 'check --live, redirected',
    fault: { kind: 'redirect', to: 'https://evil.example.com/' },
    steps: [live()],
  },
  {
    name: 'check --live with a CAPTCHA',
    fault: { kind: 'captcha', when: ({ state }) => state === 'dead' },
    steps: [live('--max-requests', '30')],
  },
  {
    name: 'check --live with every report, with its secrets echoed',
    fault: SOMETIMES,
    steps: [
      live(
        '--history',
        'reports/checked.jsonl',
        ...choicesOf('check', '--format').flatMap((format) => ['--report', format]),
      ),
    ],
  },
  {
    name: 'check --live with the pacts, with its secrets echoed',
    fault: SOMETIMES,
    steps: [live('--pacts', '--report', 'html', '--report', 'junit')],
  },
  {
    name: 'check --live in parts, put together and reported, with its secrets echoed',
    fault: HOSTILE,
    steps: [
      live('--shard', '1/2', '--blob', 'parts'),
      live('--shard', '2/2', '--blob', 'parts'),
      ['check', '--merge', 'parts', '--report', 'html', '--report', 'json'],
      withRun('report', [], ['--bundle', 'reports/parts-bundle']),
    ],
  },
  {
    name: 'check --live, killed in the middle, with its secrets echoed',
    fault: HOSTILE,
    killAfter: 60,
    steps: [live()],
  },
  {
    name: 'check --live of a part with its exchanges, and open, with its secrets echoed',
    fault: HOSTILE,
    steps: [live('--only', 'v3 myself', '--exchanges'), ['open', '--print']],
  },
  {
    name: 'report in every format, and bundles, with its secrets echoed',
    fault: HOSTILE,
    steps: [
      live(),
      ...inEveryFormat('report', (format) => withRun('report', [], into('report', format))),
      withRun('report', [], ['--bundle', 'reports/bundle']),
      withRun('report', [], ['--zip', 'reports/bundle.zip']),
      withRun('report', [], ['--anonymise', '--zip', 'reports/anonymous.zip']),
    ],
  },
  {
    name: 'diff in every format, with its secrets echoed',
    fault: HOSTILE,
    steps: [
      live(),
      ...inEveryFormat('diff', (format) => withRun('diff', ['public-2026-09'], into('diff', format))),
    ],
  },
  {
    name: 'acknowledge, with its secrets echoed',
    fault: HOSTILE,
    steps: [
      live(),
      withRun('diff', ['public-2026-09'], ['--format', 'json']),
      ({ run, printed }) => [
        'acknowledge',
        /"fingerprint": "([\da-f]+)"/.exec(printed.at(-1) ?? '')?.[1] ?? 'none',
        '--base',
        'public-2026-09',
        '--head',
        run(),
        '--reason',
        'a test',
        '--link',
        'https://jira.example.com/browse/A-1',
        '--file',
        'reports/known.json',
      ],
    ],
  },
  {
    name: 'accept, with its secrets echoed',
    fault: HOSTILE,
    steps: [live(), asIfRecorded, withRun('accept', [], ['--yes', '--into', 'accepted'])],
  },
  {
    name: 'record, with its secrets echoed',
    fault: SOMETIMES,
    steps: [['record', 'leak', '--into', 'sets', ...FAST]],
  },
  { name: 'doctor', steps: [['doctor', ...FAST]] },
  {
    name: 'doctor, with its secrets echoed',
    fault: { kind: 'hostile' },
    steps: inEveryFormat('doctor', (format) => ['doctor', '--format', format, ...FAST]),
  },
  { name: 'nightly, in trouble', fault: { kind: 'status', status: 503 }, steps: [['nightly', ...FAST]] },
  {
    name: 'nightly and its history in every format, with its secrets echoed',
    fault: SOMETIMES,
    steps: [
      ['nightly', '--format', 'markdown', '--history', 'reports/own.jsonl', '--pacts', ...FAST],
      ...inEveryFormat('history', (format) => [
        'history',
        '--history',
        'reports/own.jsonl',
        '--all',
        ...into('history', format),
      ]),
    ],
  },
  {
    name: 'nightly for two sites, with its secrets echoed',
    fault: SOMETIMES,
    steps: [
      ({ identity, site, settings }) => {
        const env = Object.entries(environmentFor(site.origin, identity));
        writeFileSync(join(copy, 'two.json'), JSON.stringify(SITES.map((name) => ({ name }))));
        writeFileSync(
          settings,
          SITES.flatMap((name) => env.map(([key, value]) => `${name.toUpperCase()}_${key}=${value}`)).join(
            '\n',
          ),
        );
        return ['nightly', '--sites', 'two.json', '--format', 'json', ...FAST];
      },
    ],
  },
  {
    name: 'pact:verify --live, with its secrets echoed',
    fault: HOSTILE,
    steps: [['pact:verify', '--live', '--format', 'json', '--confirm-after', '0']],
  },
  { name: 'pact:write', offline: true, steps: [['pact:write', '--into', 'pacts']] },
  {
    name: 'pact:publish to a broker that repeats its token, with a run whose site echoed its secrets',
    fault: SOMETIMES,
    steps: [
      live('--pacts'),
      ({ run }) => ['pact:publish', '--consumer-version', '1', '--branch', 'main', '--results', run()],
    ],
  },
  {
    name: 'watch-revocation and its list in every format, with its secrets echoed',
    fault: { kind: 'hostile', rate: 0.5, when: ({ path }) => path.endsWith('/project/search') },
    steps: [
      ['watch-revocation', '--yes', '--revoked-at', 'now', '--settle', '4'],
      ...inEveryFormat('watch-revocation', (format) => [
        'watch-revocation',
        '--list',
        ...into('watch-revocation', format),
      ]),
    ],
  },
  {
    name: 'conformance of a program that prints tokens, in every format',
    offline: true,
    steps: [
      (scene) => {
        plantTokens(scene);
        return ['conformance', '--only', 'valid', ...LEAKY_PROGRAM];
      },
      ...inEveryFormat('conformance', (format) => [
        'conformance',
        '--only',
        'revoked',
        ...into('conformance', format),
        ...LEAKY_PROGRAM,
      ]),
      [
        'conformance',
        '--only',
        'revoked',
        '--init',
        '--config',
        'reports/conformance.yml',
        '--badge',
        'reports/badge.json',
        ...LEAKY_PROGRAM,
      ],
    ],
  },
  {
    name: 'scan of a file that holds them all',
    offline: true,
    steps: [
      ({ identity }) => {
        const file = join(copy, 'planted.txt');
        writeFileSync(file, SECRETS.map((part) => identity[part]).join('\n'));
        before = files(copy);
        return ['scan', 'planted.txt'];
      },
    ],
  },
  {
    name: 'explain of a HAR file that holds them all',
    offline: true,
    steps: inEveryFormat('explain', (format) => ({ identity }) => {
      const entries = SECRETS.map((part) => ({
        request: {
          method: 'GET',
          url: `https://acme.atlassian.net/rest/unknown/${identity[part]}?x=${identity[part]}`,
          headers: [{ name: 'Authorization', value: `Basic ${btoa(`${identity.email}:${identity[part]}`)}` }],
        },
        response: {
          status: 200,
          headers: [{ name: 'x-aaccountid', value: identity[part] }],
          content: { text: identity[part] },
        },
      }));
      writeFileSync(join(copy, 'planted.har'), JSON.stringify({ log: { entries } }));
      before = files(copy);
      return ['explain', 'planted.har', ...into('explain', format)];
    }),
  },
];

/**
 * Commands that read no settings and send no request, so they know no secret; and two that are searched by tests of their own beside
 * them: guard, which knows only those that programs send through it, and clients, which makes its own.
 */
const WITHOUT_SECRETS = new Set(['stand-in', 'demo', 'bench', 'nights', 'docs', 'guard', 'clients']);

/** Options that name a file or a folder, and only read it. */
const READS = new Set(['--settings', '--sites', '--acknowledged', '--revocations', '--merge', '--body']);

/** The folder or command for an option that reads what it writes elsewhere. */
const READS_HERE = new Set(['pact:verify --pacts', 'pact:publish --pacts', 'report --history']);

/** Commands that take `--settings`. */
const takesSettings = (command: string): boolean =>
  DECLARED.get(command)?.options.some(({ long }) => long === '--settings') === true;

async function play(row: Row, scene: Scene): Promise<void> {
  const temp = join(copy, 'temp');
  mkdirSync(temp, { recursive: true });
  for (const step of row.steps) {
    const args = typeof step === 'function' ? step(scene) : step;
    if (args === undefined) continue;
    const [command = '', ...rest] = args;
    const settings = takesSettings(command) ? ['--settings', scene.settings] : [];
    const { code, out, err } = await runCli(
      copy,
      [command, ...rest, ...settings],
      { TMPDIR: temp },
      (child) => {
        if (row.killAfter === undefined) return;
        const timer = setInterval(() => {
          if (scene.site.requests.length >= (row.killAfter ?? 0)) child.kill('SIGKILL');
        }, 5);
        child.once('exit', () => clearInterval(timer));
      },
    );
    expect(err).not.toContain('This is a defect of the tool');
    // A row whose command does not understand its arguments shows nothing.
    expect(code, `${args.join(' ')}: ${err}`).not.toBe(2);
    scene.printed.push(err, out);
  }
}

describe('no failure gives a secret away', { timeout: 60_000 }, () => {
  const faults: readonly (readonly [string, StandInFault])[] = [
    ...FAULT_KINDS.map((kind) => [kind, { kind, bytes: 2 * 2 ** 20 }] as const),
    ...ECHO_NAMES.map((echo) => [`hostile: ${echo}`, { kind: 'hostile' as const, echo }] as const),
  ];

  it.each(faults)('%s', async (_, fault) => {
    const identity = randomIdentity();
    const site = await openStandIn({ identity });
    open.add(site);
    site.inject(fault);
    const settings = settingsOf(
      readValues(environmentFor(site.origin, identity), 'no-such-file'),
      'the test',
    );
    const kept = await observeFast(settings).then(
      (run) => JSON.stringify(run),
      (error: unknown) => (error instanceof Fault ? error.message : String((error as Error).stack)),
    );
    let printed: string;
    try {
      printed = redact(kept);
    } catch (error) {
      printed = (error as Fault).message;
    }
    expect(printed.length).toBeGreaterThan(20);
    expect(judgeOf(identity)(printed)).toEqual([]);
  });
});

describe('the rows', () => {
  // Fails for a new command or option without a row.
  const args = ROWS.flatMap(({ steps }) =>
    steps.map((step) => {
      const scene = {
        run: () => 'RUN',
        printed: [],
        identity: {},
        site: { origin: 'http://x' },
        settings: join(copy, 'x.env'),
      };
      return typeof step === 'function' && step !== asIfRecorded
        ? (step(scene as unknown as Scene) ?? [])
        : typeof step === 'function'
          ? []
          : step;
    }),
  );
  const uses = (command: string, ...words: readonly string[]): boolean =>
    args.some(([name, ...rest]) => name === command && words.every((word) => rest.includes(word)));

  it('are of every command that may know a secret', () => {
    expect(COMMAND_NAMES.filter((name) => !WITHOUT_SECRETS.has(name) && !uses(name))).toEqual([]);
  });

  it('are of every option that names a place to write to', () => {
    const missing = [...DECLARED].flatMap(([file, { options }]) =>
      options
        .filter(({ flags }) => /[<[](?:file|folder|path|directory)\b/.test(flags))
        .map(({ long }) => long ?? '')
        .filter((long) => !READS.has(long) && !READS_HERE.has(`${file} ${long}`))
        .filter((long) => !WITHOUT_SECRETS.has(file) && !uses(file, long))
        .map((long) => `${file} ${long}`),
    );
    expect(missing).toEqual([]);
  });

  it('are of every format of a document that is made of what was kept', () => {
    const missing = ['report', 'diff', 'history', 'watch-revocation', 'doctor', 'conformance'].flatMap(
      (file) =>
        choicesOf(file, '--format')
          .filter((format) => !uses(file, '--format', format))
          .map((format) => `${file} --format ${format}`),
    );
    expect(missing).toEqual([]);
    expect(choicesOf('check', '--format').filter((format) => !uses('check', '--report', format))).toEqual([]);
  });
});

describe('no command gives a secret away', { timeout: 600_000 }, () => {
  it.each(ROWS.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const identity = randomIdentity();
    const brokerToken = seededBytes(30).toString('base64url');
    const webhook = seededBytes(30).toString('base64url');
    const [site, broker] = [
      await openStandIn({ identity }),
      await openBrokerDouble({
        path: /verification-results/,
        status: 400,
        text: JSON.stringify({ errors: { token: [`Bearer ${brokerToken} is not valid`] } }),
      }),
    ];
    open.add(site).add(broker);
    if (row.fault) site.inject(row.fault);
    site.revokeWhen(identity.watchedToken, { on: 'requests', count: 3 });
    const settings = join(copy, 'settings.env');
    const values = {
      ...environmentFor(site.origin, identity),
      PACT_BROKER_BASE_URL: broker.url,
      PACT_BROKER_TOKEN: brokerToken,
      // The site is asked to take the message too, and repeats the address like everything else.
      JTC_WEBHOOK_URL: `${site.origin}/hooks/${webhook}`,
      JTC_WEBHOOK_WHEN: 'always',
    };
    writeFileSync(
      settings,
      Object.entries(values)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    before = files(copy);
    const printed: string[] = [];
    const runs = join(copy, 'reports');
    const scene: Scene = {
      site,
      identity,
      settings,
      broker,
      printed,
      run: () =>
        readdirSync(runs)
          // A part of a run leaves what it saw, and no run.
          .filter((name) => name.startsWith('live-') && existsSync(join(runs, name, 'run.json')))
          .toSorted()
          .at(-1) ?? 'no-run',
    };
    await play(row, scene);
    rmSync(settings);
    expect(site.requests.length > 0).toBe(row.offline !== true);
    const judge = judgeOf(identity, { PACT_BROKER_TOKEN: brokerToken, JTC_WEBHOOK_URL: webhook });
    const texts = [['what is printed', printed.join('\n')] as const, ...written()];
    const found = texts.flatMap(([where, text]) => judge(text).map((label) => `${label} in ${where}`));
    // The next row finds no run of this one.
    rmSync(runs, { recursive: true, force: true });
    expect(found).toEqual([]);
  });

  it('and a token in a wrong setting stays out of the message about it', async () => {
    const identity = randomIdentity();
    for (const wrap of [
      (value: string) => `"${value}"`,
      (value: string) => `${value} `,
      (value: string) => `a@b.example:${value}`,
      (value: string) => `Bearer ${value}`,
      (value: string) => Buffer.from(`a@b.example:${value}`).toString('base64'),
      (value: string) => `${value}\n`,
    ]) {
      const env = {
        ...environmentFor('https://acme.atlassian.net', identity),
        JIRA_API_TOKEN: wrap(identity.apiToken),
      };
      const { out, err } = await runCli(copy, ['doctor', '--offline'], env);
      const printed = `${out}\n${err}`;
      expect(printed).toContain('JIRA_API_TOKEN');
      expect(judgeOf(identity)(printed)).toEqual([]);
    }
  });
});
