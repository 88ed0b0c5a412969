import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../src/fault.ts';
import { entryOf } from '../src/history/entry.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { choicesFor, render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { checkWith } from '../src/report/report.fixture.ts';
import { runOfRecordings } from '../src/run/run.fixture.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';
import { checkCommand } from './commands/check.ts';
import { callCommand, type Called } from './commands/commands.fixture.ts';
import { deliver } from '../src/workflows/output.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { pactPublishCommand } from './commands/pact-publish.ts';
import { pactVerifyCommand } from './commands/pact-verify.ts';
import { recordCommand } from './commands/record.ts';
import { reportCommand } from './commands/report.ts';
import { scanCommand } from './commands/scan.ts';
import type { MakeCommand } from './main.ts';
import type { Streams } from '../src/workflows/session.ts';

const HOSTILE = [
  'a\n::error::pwned',
  '::error::pwned',
  ' \n\t ::add-mask::pwned',
  'words ::error::pwned '.repeat(20),
  'x##[error]pwned',
  '\u001B]0;pwned\u0007',
  '\u001B[31mpwned\u001B[0m',
  '\u009B31mpwned',
  'a\rpwned',
  '\u202Edenwp\u2066',
  'pwned\u2028::error::pwned',
];

// oxlint-disable-next-line no-control-regex -- that is what must not be there
const ACTING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/;

/** As the runner of GitHub parses them from a line. */
const commandsIn = (text: string): string[] =>
  text
    .split(/[\r\n\u2028\u2029]/)
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));

function expectInert({ out, err }: Called): void {
  expect(out + err).not.toBe('');
  for (const text of [out, err]) {
    expect(text).not.toMatch(ACTING);
    expect(commandsIn(text)).toEqual([]);
  }
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The file of a run with a text wherever the schema allows one. */
function runWith(text: string): string {
  const run = runOfRecordings(readRecordings('public-2026-09'));
  const rows = run.rows.map((row) => ({ ...row, reason: text }));
  const recordings = { ...run.recordings, summary: text };
  const path = join(folder, 'run.json');
  writeFileSync(path, JSON.stringify({ ...run, tool: text, recordings, failures: [text], rows }));
  return path;
}

/** The file of a history with a text wherever the schema allows one. */
function historyWith(text: string): string {
  const entry = entryOf(
    { name: text, site: text, at: Date.UTC(2026, 10, 26), exitCode: 3, news: 1, reason: text },
    undefined,
  );
  const figures = {
    seconds: 1,
    levels: { [text]: 1, critical: 1 },
    expires: { [text]: '2026-12-31', JIRA_API_TOKEN: '2026-12-31' },
  };
  const answers = {
    [text]: { [text]: text },
    revoked: {
      [text]: 'refused 401',
      'GET /rest/api/3/myself': text,
      'GET /rest/api/3/label': `${text} 200`,
    },
  };
  const path = join(folder, 'history.jsonl');
  writeFileSync(path, `${JSON.stringify({ ...entry, tool: text, figures, answers })}\n`);
  return path;
}

/** Commands that a foreign text reaches, by argument or by file. */
const CALLS: readonly [string, MakeCommand, (text: string) => string[]][] = [
  ['a set that is not there', checkCommand, (text) => [text]],
  ['a baseline that is not there', checkCommand, (text) => ['--baseline', text]],
  ['an invalid value', checkCommand, (text) => ['--fail-on', text]],
  ['an unknown option', checkCommand, (text) => [`--${text}`]],
  ['an argument too many', checkCommand, (text) => ['a', text]],
  ['a folder of parts', checkCommand, (text) => ['--merge', text]],
  ['a part', checkCommand, (text) => ['--shard', text, '--blob', 'x']],
  ['settings', doctorCommand, (text) => ['--offline', '--settings', join(folder, text)]],
  ['settings of a live run', checkCommand, (text) => ['--live', '--settings', join(folder, text)]],
  ['a set to record', recordCommand, (text) => [text, '--settings', join(folder, 'none')]],
  ['two runs that are not there', diffCommand, (text) => [text, text]],
  ['a report of a run', reportCommand, (text) => [text]],
  ['a history', historyCommand, (text) => ['--history', join(folder, text)]],
  ['sites', nightlyCommand, (text) => ['--sites', join(folder, text)]],
  ['a fingerprint', acknowledgeCommand, (text) => [text, '--reason', text]],
  ['recordings to verify', pactVerifyCommand, (text) => ['--recordings', text]],
  ['a folder of pacts', pactPublishCommand, (text) => ['--pacts', text, '--settings', join(folder, 'none')]],
  ['paths to scan', scanCommand, (text) => [join(folder, text)]],
  [
    'invalid JSON',
    diffCommand,
    (text) => {
      writeFileSync(join(folder, 'run.json'), text);
      return [join(folder, 'run.json'), 'public-2026-09'];
    },
  ],
  [
    'a run with another key',
    reportCommand,
    (text) => {
      writeFileSync(join(folder, 'run.json'), JSON.stringify({ [text]: text }));
      return [join(folder, 'run.json')];
    },
  ],
  [
    'a history with another key',
    historyCommand,
    (text) => {
      writeFileSync(join(folder, 'history.jsonl'), `${JSON.stringify({ [text]: text })}\n`);
      return ['--history', join(folder, 'history.jsonl')];
    },
  ],
  ...choicesFor('history').map((format): [string, MakeCommand, (text: string) => string[]] => [
    `a history of such a site, as ${format}`,
    historyCommand,
    (text) => ['--history', historyWith(text), '--format', format],
  ]),
  ...(['text', 'markdown', 'jira-wiki', 'json', 'junit', 'sarif', 'html'] as const).map(
    (format): [string, MakeCommand, (text: string) => string[]] => [
      `a run, reported as ${format}`,
      reportCommand,
      (text) => [runWith(text), '--format', format],
    ],
  ),
];

describe.each(CALLS)('%s', (_, command, args) => {
  it.each(HOSTILE)('with %j: no workflow command, nothing that acts', async (text) => {
    const called = await callCommand(command, args(text));
    expectInert(called);
    expect(called.err).not.toContain('    at ');
  });
});

describe('a file whose name acts', () => {
  it('is named by scan as text', async () => {
    const name = join(folder, 'a\n::error::x\u001B[31m');
    mkdirSync(join(name, '..'), { recursive: true });
    writeFileSync(name, `${['AT', 'ATT3xFfGF0'].join('')}${'q'.repeat(60)}=01234567\n`);
    const called = await callCommand(scanCommand, [folder]);
    expect(called.code).toBe(1);
    expectInert(called);
  });
});

/** Prints as this tool does on a terminal, and as it never does. */
const painting: MakeCommand = ({ stdout, stderr }) =>
  new Command('test').action(() => {
    stdout.write('\u001B[1m\u001B[31mbad\u001B[39m\u001B[22m\u001B]0;x\u0007\n');
    stderr.write('\r\u001B[K3 of 4\u001B[8m');
  });

describe('what a command throws or prints', () => {
  it.each(HOSTILE)('with %j is inert, in a fault, a defect and on both streams', async (text) => {
    const ways: readonly ((streams: Streams) => void)[] = [
      () => {
        throw new Fault('usage', text);
      },
      () => {
        throw new TypeError(text);
      },
      ({ stderr }) => void stderr.write(`${text}\n`),
      ({ stdout }) => void stdout.write(`${text}\n`),
    ];
    expect.hasAssertions();
    for (const way of ways) {
      const make: MakeCommand = (streams) => new Command('test').action(() => way(streams));
      expectInert(await callCommand(make, []));
    }
  });

  it('keeps its own colours and its line of progress on a terminal, and nowhere else', async () => {
    const shown: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => shown.push(text) };
    await callCommand(painting, [], { stdout: terminal, stderr: terminal });
    expect(shown).toEqual(['\u001B[1m\u001B[31mbad\u001B[39m\u001B[22m\n', '\r\u001B[K3 of 4']);
    expect(await callCommand(painting, [])).toMatchObject({ out: 'bad\n', err: '3 of 4' });
  });

  it('has the annotations of the format for GitHub, and no other', async () => {
    const make: MakeCommand = (streams) =>
      new Command('test').action(() => {
        for (const text of HOSTILE) {
          deliver(render('check', 'github', checkWith(text), FILE_LAYOUT), { format: 'github' }, streams);
        }
      });
    const { out } = await callCommand(make, []);
    const commands = commandsIn(out).filter((line) => !line.includes('##['));
    expect(commands.length).toBeGreaterThan(HOSTILE.length);
    expect(
      commands.filter((line) => !/^::(?:error|notice) (?:file=[^,:]*,line=\d+,)?title=[^,:]*::/.test(line)),
    ).toEqual([]);
    expect(out).not.toMatch(ACTING);
  });

  it.each(choicesFor('check'))('has an unchanged report in the format %s', async (format) => {
    const report = render('check', format, checkWith('plain'), FILE_LAYOUT);
    const make: MakeCommand = (streams) =>
      new Command('test').action(() => deliver(report, { format }, streams));
    expect((await callCommand(make, [])).out).toBe(report);
  });
});
