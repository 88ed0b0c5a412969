import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceptCommand } from './commands/accept.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';
import { benchCommand } from './commands/bench.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { docsCommand } from './commands/docs.ts';
import { doctorCommand } from './commands/doctor.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { nightsCommand } from './commands/nights.ts';
import { pactPublishCommand } from './commands/pact-publish.ts';
import { pactVerifyCommand } from './commands/pact-verify.ts';
import { pactWriteCommand } from './commands/pact-write.ts';
import { recordCommand } from './commands/record.ts';
import { reportCommand } from './commands/report.ts';
import { scanCommand } from './commands/scan.ts';
import { standInCommand } from './commands/stand-in.ts';
import { watchRevocationCommand } from './commands/watch-revocation.ts';
import { run } from './main.ts';

const ROOT = join(import.meta.dirname, '..');

const COMMANDS = Object.entries({
  acceptCommand,
  acknowledgeCommand,
  benchCommand,
  checkCommand,
  demoCommand,
  diffCommand,
  docsCommand,
  doctorCommand,
  historyCommand,
  nightlyCommand,
  nightsCommand,
  pactPublishCommand,
  pactVerifyCommand,
  pactWriteCommand,
  recordCommand,
  reportCommand,
  scanCommand,
  standInCommand,
  watchRevocationCommand,
});

describe.each(COMMANDS)('%s', (_, command) => {
  it('has help that fits 80 columns', async () => {
    const out: string[] = [];
    const stream = { write: (text: string) => out.push(text) };
    expect(await run(command, ['--help'], { stdout: stream, stderr: stream, env: {} })).toBe(0);
    const lines = out.join('').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
    // The same wherever the project stands: a long path would not fit either.
    expect(out.join('').replaceAll(/\s+/g, '')).not.toContain(ROOT.replaceAll(/\s+/g, ''));
  });

  it('refuses an option that it does not know', async () => {
    const stream = { write: () => true };
    expect(await run(command, ['--no-such-option'], { stdout: stream, stderr: stream, env: {} })).toBe(2);
  });
});
