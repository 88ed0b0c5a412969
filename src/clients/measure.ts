import { commandLine, withAbsolutePaths } from '../conformance/command-line.ts';
import type { Surroundings } from '../conformance/observe.ts';
import { requestText } from '../conformance/observation.ts';
import type { ConformanceResult, ListedRequest, ScenarioResult } from '../conformance/result.ts';
import { runConformance, type NamedUse } from '../conformance/run-conformance.ts';
import { SCENARIOS, type ScenarioId } from '../conformance/scenarios.ts';
import type { ClientUse } from './client-file.ts';
import type { InstalledClient } from './installed.ts';
import { dayOf } from '../day-of.ts';
import { portable } from './portable.ts';
import { SITES, type MeasuredClient, type MeasuredUse, type Seen, type Site } from './measured.ts';

/** What the sites differ in. */
const CHANGES: Readonly<Record<Site, Partial<Surroundings>>> = {
  asItIs: {},
  guard: { guard: true },
  wanted: { behaviour: 'wanted' },
};

/** Scenarios of another time say how Jira answers themselves: they are run as they are, alone. */
const scenariosOf = (site: Site): ScenarioId[] =>
  SCENARIOS.filter(({ group }) => site === 'asItIs' || group !== 'another-time').map(({ id }) => id);

/** Number of requests and lines that are listed, and of characters of a line. */
const LISTED = { requests: 4, lines: 5, characters: 200 };

/** How a client is measured. */
export interface MeasureOptions {
  readonly surroundings: Omit<Surroundings, 'tls' | 'guard' | 'behaviour'>;
  /** Number of runs side by side. */
  readonly concurrency: number;
  /** The scenarios to run; all by default. */
  readonly scenarios?: readonly ScenarioId[];
  readonly onProgress: (done: number, of: number) => void;
}

/** Returns a use as the kit runs it: in the folder of the client, with this process' own Node.js. */
export function runnable(name: string, { run }: ClientUse, folder: string): NamedUse {
  const [program = '', ...args] = withAbsolutePaths(run.command, folder);
  const command = [program === 'node' ? process.execPath : program, ...args];
  return { name, settings: { ...run, command } };
}

const requestLine = (request: ListedRequest): string =>
  `${requestText(request)} → ${request.status ?? 'no answer'}${request.answeredFor === 'anonymous' ? ', as anonymous' : ''}`;

/** Whose results are stored: a client in a folder. */
interface Source {
  readonly folder: string;
  /** Whether the credential was found where it should not be, in any run of the client. */
  readonly leaks: boolean;
}

/** Returns what is stored of a run. What a client prints elsewhere would show how a credential gets out of it. */
function seenOf(result: ScenarioResult, { folder, leaks }: Source): Seen {
  const { verdict, why, noticed, isReached, exitCode, requests, requestCount, output } = result;
  if (verdict === 'leaked') return { noticed, isReached };
  const lines = [...output.stdout, ...output.stderr].filter((line) => line.trim() !== '');
  return {
    verdict,
    why: portable(why, folder),
    noticed,
    isReached,
    exitCode,
    requests: requests.slice(0, LISTED.requests).map((request) => portable(requestLine(request), folder)),
    requestCount,
    ...(!leaks && {
      printed: lines
        .slice(0, LISTED.lines)
        .map((line) => portable(line, folder).slice(0, LISTED.characters).toWellFormed()),
    }),
  };
}

/** Returns the measurements of one use: each distinct sight once. */
function measuredUse(
  { name }: NamedUse,
  { calls, run }: ClientUse,
  bySite: ReadonlyMap<Site, ConformanceResult>,
  source: Source,
): MeasuredUse {
  const numbers = new Map<string, number>();
  const seen: Seen[] = [];
  const numberOf = (result: ScenarioResult): number => {
    const one = seenOf(result, source);
    const key = JSON.stringify(one);
    const known = numbers.get(key) ?? seen.push(one) - 1;
    numbers.set(key, known);
    return known;
  };
  const cellsOf = (site: Site): Partial<Record<ScenarioId, number>> =>
    Object.fromEntries(
      (bySite.get(site)?.results ?? [])
        .filter(({ use }) => use === name)
        .map((result) => [result.scenario, numberOf(result)]),
    );
  const [asItIs, guard, wanted] = SITES.map(cellsOf);
  return {
    name,
    calls,
    command: commandLine(run.command),
    seen,
    cells: { asItIs: asItIs ?? {}, guard: guard ?? {}, wanted: wanted ?? {} },
  };
}

/** Runs a client in every scenario, at each site, and returns what was seen. */
export async function measure(
  { client, version, folder }: InstalledClient,
  { surroundings, concurrency, scenarios, onProgress }: MeasureOptions,
): Promise<MeasuredClient> {
  const all = Object.entries(client.uses);
  const uses = all
    .filter(([, { works }]) => works === 'now')
    .map(([name, use]) => runnable(name, use, folder));
  const bySite = new Map<Site, ConformanceResult>();
  const planned = SITES.map((site) => ({
    site,
    scenarios: scenariosOf(site).filter((id) => scenarios?.includes(id) ?? true),
  }));
  const total = planned.reduce((sum, one) => sum + one.scenarios.length * uses.length, 0);
  let before = 0;
  for (const { site, scenarios: own } of planned) {
    const result = await runConformance(
      {
        uses,
        scenarios: own,
        notices: undefined,
        knownFailures: [],
        concurrency,
        onProgress: (done) => onProgress(before + done, total),
      },
      { ...surroundings, tls: client.hasHttpsBuiltIn, ...CHANGES[site] },
    );
    before += own.length * uses.length;
    bySite.set(site, result);
  }
  const named = new Map(uses.map((use) => [use.name, use]));
  const results = [...bySite.values()].flatMap((result) => result.results);
  const source = { folder, leaks: results.some(({ verdict }) => verdict === 'leaked') };
  return {
    name: client.name,
    package: client.package,
    source: client.source,
    licence: client.licence,
    isMcpServer: client.isMcpServer,
    hasHttpsBuiltIn: client.hasHttpsBuiltIn,
    version,
    on: dayOf(surroundings.now()),
    uses: all.map(([name, use]): MeasuredUse => {
      const run = named.get(name);
      if (run) return measuredUse(run, use, bySite, source);
      const { calls, run: settings, why = '' } = use;
      const cells = { asItIs: {}, guard: {}, wanted: {} };
      return { name, calls, command: commandLine(settings.command), notMeasured: why, seen: [], cells };
    }),
  };
}
