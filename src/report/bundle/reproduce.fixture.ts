import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach } from 'vitest';
import { compare } from '../../change/compare.ts';
import type { Change } from '../../change/change.ts';
import { environmentFor } from '../../config/stand-in-environment.ts';
import { ignored, refused } from '../../contract/expectation.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import type { Probe } from '../../contract/probe.ts';
import { readRecordings } from '../../evidence/recordings.ts';
import type { RowResult } from '../../run/row-result.ts';
import { LIVE_INFO, liveRunOf, runOfRecordings } from '../../run/run.fixture.ts';
import { snapshotOfRecordings, snapshotOfRun } from '../../run/snapshot.ts';
import { openStandIn, type StandIn } from '../../stand-in/stand-in.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';

/** For tests: a shell and its arguments. */
export type Shell = readonly [program: string, ...args: string[]];

/** For tests: the shells that the script must run in. */
export const SHELLS: readonly Shell[] = [
  ['dash', '-eu'],
  ['bash', '-eu'],
  ['busybox', 'sh', '-eu'],
];

/** For tests: how a script ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** For tests: a folder and a site for each test of this file, and scripts that run there. */
export interface Workshop {
  readonly folder: string;
  readonly site: StandIn;
  /** Runs a script with the settings of the site, unless others are given. */
  readonly inShell: (
    shell: Shell,
    script: string,
    env?: Readonly<Record<string, string>>,
    args?: readonly string[],
  ) => Promise<Ended>;
}

/** For tests: gives each test of this file its own folder and site. */
export function useWorkshop(): Workshop {
  let folder: string;
  let site: StandIn;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
    site = await openStandIn();
  });
  afterEach(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    get site() {
      return site;
    },
    inShell: async ([program, ...before], script, env = {}, args = []) => {
      const file = join(folder, 'reproduce.sh');
      writeFileSync(file, script);
      const child = spawn(program, [...before, file, ...args], {
        env: {
          PATH: process.env['PATH'] ?? '',
          JIRA_PASSWORD: SYNTHETIC_IDENTITY.password,
          ...environmentFor(site.origin),
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { code: child.exitCode, out, err };
    },
  };
}

/** For tests: the change of the public sets from 2022-11 to 2026-09. */
export function publicDocument(): CheckDocument {
  const run = runOfRecordings(readRecordings('public-2026-09'));
  const [base, head] = [snapshotOfRecordings(readRecordings('public-2022-11')), snapshotOfRun(run)];
  return { run, file: 'run.json', diff: { base, head, ...compare(base, head), failOn: 'minor' } };
}

/** For tests: the script of a bug report. */
export const scriptOf = (document: CheckDocument): string =>
  render('bug-report', 'sh', document, FILE_LAYOUT);

/** For tests: a broken row with an answer. */
export const broken = (probe: Probe, answer: RowResult['answer']): RowResult => ({
  ...probe,
  kind: 'contract',
  era: '2026-09',
  expected: answer?.treatment === 'refused' ? ignored(200) : refused(401),
  verdict: 'broken',
  answer,
  sources: [],
});

/** For tests: a run with these rows, and these changes since its baseline. */
export const documentOf = (rows: readonly RowResult[], changes?: readonly Change[]): CheckDocument => ({
  run: liveRunOf(rows),
  file: 'run.json',
  diff: changes
    ? { base: LIVE_INFO, head: LIVE_INFO, changes, undecided: [], unchanged: 0, failOn: 'minor' }
    : null,
});

/** For tests: the status, headers and body of a response. */
export type Served = readonly [status: number, headers: Readonly<Record<string, string>>, body: string];

/** For tests: the answer to a token that works. */
export const ACCOUNT: Served = [200, { 'x-aaccountid': 'account-0' }, '{"accountId":"account-0"}'];

/** For tests: opens a site that answers by the path and the credential. */
export async function serve(
  answer: (path: string, authorization: string) => Served,
): Promise<{ settings: Record<string, string>; close: () => void }> {
  const server = createServer(({ url = '', headers: { authorization = '' } }, response) => {
    const [status, headers, body] = answer(url, authorization);
    response.writeHead(status, headers);
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    settings: { JIRA_SITE: origin, JIRA_API_ORIGIN: origin, JIRA_CLOUD_ID: '1' },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
