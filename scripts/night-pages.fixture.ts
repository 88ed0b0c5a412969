import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { fastClock } from '../src/live/live.fixture.ts';
import { boxesOfFault } from '../src/report/headline/boxes.ts';
import { headlineOfFault } from '../src/report/headline/headline.ts';
import type { EventState } from '../src/report/headline/states.ts';
import { toPage } from '../src/report/page/blocks-page.ts';
import { clearSecrets } from '../src/secrets/redaction.ts';
import { openStandIn, type Behaviour, type StandIn } from '../src/stand-in/stand-in.ts';
import { checkCommand } from './commands/check.ts';
import { callCommand } from './commands/commands.fixture.ts';
import { recordCommand } from './commands/record.ts';
import type { MakeCommand } from './main.ts';

/** For tests: the folder of a page of each state, with every probe of the plan. */
export interface NightPages {
  readonly folder: string;
  readonly remove: () => void;
}

/** What the site does on the night of a state, and what it did when the baseline was recorded. */
interface Scenario {
  readonly before: Behaviour | undefined;
  readonly now: Behaviour;
  readonly prepare?: (site: StandIn) => void;
}

const SCENARIOS: Readonly<Record<Exclude<EventState, 'settings'>, Scenario>> = {
  new: { before: 'wanted', now: '2026-09' },
  broken: { before: undefined, now: '2022-11' },
  undecided: {
    before: '2026-09',
    now: '2026-09',
    prepare: (site) =>
      void site.inject({
        kind: 'status',
        status: 503,
        when: ({ state }) => state !== 'account' && state !== 'none',
      }),
  },
  fixed: { before: '2026-09', now: 'wanted' },
  quiet: { before: '2026-09', now: '2026-09' },
};

const COMMON = ['--settings', devNull, '--confirm-after', '0'];

async function call(command: MakeCommand, args: readonly string[], site: StandIn): Promise<void> {
  const env = environmentFor(site.origin);
  const { code, err } = await callCommand(command, [...args, ...COMMON], { env, clock: fastClock() });
  if (code === 2) throw new Error(err);
}

async function writePage(state: keyof typeof SCENARIOS, folder: string): Promise<void> {
  const { before, now, prepare } = SCENARIOS[state];
  const site = await openStandIn({ behaviour: before ?? now });
  try {
    if (before !== undefined) await call(recordCommand, [`before-${state}`, '--into', folder], site);
    site.become(now);
    prepare?.(site);
    const baseline = before === undefined ? 'none' : join(folder, `before-${state}`);
    const out = join(folder, `${state}.html`);
    await call(checkCommand, ['--live', '--baseline', baseline, '--format', 'html', '--out', out], site);
  } finally {
    await site.close();
  }
}

/** For tests: asks the stand-in on a night of each state, and writes the pages `<state>.html`. */
export async function writeNightPages(): Promise<NightPages> {
  const folder = mkdtempSync(join(tmpdir(), 'nights-'));
  const here = process.cwd();
  process.chdir(folder);
  try {
    for (const state of ['new', 'broken', 'undecided', 'fixed', 'quiet'] as const) {
      await writePage(state, folder);
    }
  } finally {
    process.chdir(here);
    clearSecrets();
  }
  const fault = {
    site: 'acme',
    exitCode: 2,
    reason: 'JIRA_API_TOKEN is not set. Run: npm run doctor -- --site acme',
    lastConcluded: '2026-11-25',
    nights: 2,
    name: 'acme',
  } as const;
  const page = toPage([
    { kind: 'headline', headline: headlineOfFault(fault) },
    { kind: 'boxes', boxes: boxesOfFault(fault) },
  ]);
  writeFileSync(join(folder, 'settings.html'), page);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
