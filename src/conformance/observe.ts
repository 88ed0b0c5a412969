import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretsIn } from '../secrets/redaction.ts';
import {
  openStandIn,
  STAND_IN_NAME,
  type Behaviour,
  type SeenRequest,
  type StandIn,
} from '../stand-in/stand-in.ts';
import { GATEWAY_ORIGIN, SITE_ORIGIN, tlsSettings } from '../stand-in/tls/settings.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { ClientProcess, type Ended } from './client-process.ts';
import {
  fillPlaceholders,
  settingsFor,
  valuesOf,
  withoutOwnSettings,
  type ClientValues,
} from './client-settings.ts';
import type { UseSettings } from './conformance-file.ts';
import { handOut, RUN_LABELS, type RunSecrets } from './credentials-of-run.ts';
import { freePort } from './drive-http.ts';
import { DRIVE, endedWell } from './drives.ts';
import { openGuardInFront, type GuardInFront } from './guard-in-front.ts';
import { isEndless } from './hammering.ts';
import { comparableText, type Leak, type Observation } from './observation.ts';
import type { Scenario } from './scenario.ts';

/** What all runs of a program have in common. */
export interface Surroundings extends RunSecrets {
  /** The environment of the parent. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the program reaches the site as `https://….atlassian.net`, through a proxy. */
  readonly tls: boolean;
  /** Whether the guard stands between the program and the site. */
  readonly guard?: boolean;
  /** How the site answers in scenarios that name no time: as Jira does by default. */
  readonly behaviour?: Behaviour;
  readonly timeLimitMs: number;
  readonly interrupted: AbortSignal;
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number;
  /** Changes the site of every scenario: for tests of the verdicts. */
  readonly change?: (standIn: StandIn) => void;
}

/** Prepares a site for a scenario. */
function prepare(standIn: StandIn, { dies, fault }: Scenario, token: string): void {
  if (dies === 'flaps') standIn.revoke(token, [0, Number.POSITIVE_INFINITY]);
  else if (dies) standIn.revokeWhen(token, dies);
  if (fault) standIn.inject(fault);
}

/** Returns the address that the program is given. */
function addressOf(
  standIn: StandIn,
  { atGateway }: Scenario,
  { tls, guard }: { readonly tls: boolean; readonly guard: GuardInFront | undefined },
): string {
  const path = atGateway ? `/ex/jira/${standIn.cloudId}` : '';
  if (guard?.origin !== undefined) return guard.origin + path;
  if (!tls) return standIn.origin + path;
  return atGateway ? GATEWAY_ORIGIN + path : SITE_ORIGIN;
}

/** Proxies that refuse every other host. Without TLS, the site itself is asked directly. */
function networkSettings(standIn: StandIn, caFile: string, tls: boolean): Record<string, string> {
  if (!standIn.tls) return {};
  const direct = '127.0.0.1,localhost,::1';
  return {
    ...tlsSettings(standIn.tls.proxy, caFile),
    ...(!tls && { NO_PROXY: direct, no_proxy: direct }),
  };
}

/** The folder of one run, with its home, its temporary folder and its working folder. */
interface Place {
  readonly root: string;
  readonly work: string;
  readonly env: Record<string, string>;
}

function openPlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'conformance-'));
  // The working folder is the home: programs look for their settings in either.
  const [work, temporary] = [join(root, 'home'), join(root, 'tmp')];
  for (const folder of [work, temporary]) mkdirSync(folder);
  return {
    root,
    work,
    env: {
      HOME: work,
      USERPROFILE: work,
      PWD: work,
      XDG_CONFIG_HOME: join(work, '.config'),
      XDG_CACHE_HOME: join(work, '.cache'),
      XDG_DATA_HOME: join(work, '.local', 'share'),
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
    },
  };
}

/** Writes the files of a use. They hold synthetic credentials, as bytes: the choke point would take those out. */
function writeFiles(files: Readonly<Record<string, string>>, folder: string, values: ClientValues): void {
  for (const [path, template] of Object.entries(files))
    writeFileAtomically(join(folder, path), Buffer.from(fillPlaceholders(template, values)));
}

const holdsToken = (text: string): boolean => secretsIn(text).includes(RUN_LABELS.token);

function leaksOf({ stdout, stderr }: Ended, answer: string, standIn: StandIn): Leak[] {
  return [
    ...(holdsToken(`${stdout}\n${answer}`) ? (['stdout'] as const) : []),
    ...(holdsToken(stderr) ? (['stderr'] as const) : []),
    ...(standIn.tls?.refused.some(({ credential }) => credential) ? (['another host'] as const) : []),
  ];
}

/** Returns what the user of a program sees: its output; of a server its answer, and what it logs only if it gives none. */
const seenByUser = ({ stdout, stderr }: Ended, answer: string | undefined): string =>
  answer === undefined ? `${stdout}\n${stderr}` : answer || stderr;

/** Runs a program in one scenario, and observes what it does. Nothing of it is left afterwards. */
export async function observe(
  use: UseSettings,
  scenario: Scenario,
  surroundings: Surroundings,
): Promise<Observation> {
  const { identity, certificates, env, tls, timeLimitMs, interrupted, now, change } = surroundings;
  const { behaviour = surroundings.behaviour, content } = scenario;
  const standIn = await openStandIn({
    identity,
    certificates,
    tls: true,
    holdsCredential: holdsToken,
    ...(behaviour !== undefined && { behaviour }),
    ...(content !== undefined && { content }),
  });
  const place = openPlace();
  let guard: GuardInFront | undefined;
  try {
    if (surroundings.guard)
      guard = await openGuardInFront(standIn, { now, certificates: tls ? certificates : undefined });
    const handed = handOut(scenario.credential, identity);
    prepare(standIn, scenario, handed.token ?? '');
    change?.(standIn);
    const caFile = join(place.root, 'authority.pem');
    writeFileAtomically(caFile, standIn.tls?.ca ?? '');
    const port = use.drive === 'http' ? await freePort() : undefined;
    const values: ClientValues = {
      ...valuesOf(addressOf(standIn, scenario, { tls, guard }), handed, caFile),
      ...(port !== undefined && { port: String(port) }),
    };
    const filled = (text: string): string => fillPlaceholders(text, values);
    writeFiles(use.files ?? {}, place.work, values);
    const own = Object.entries(use.environment ?? {}).map(([name, text]) => [name, filled(text)]);
    const start = now();
    const client = new ClientProcess({
      command: use.command.map(filled),
      env: {
        ...withoutOwnSettings(env),
        ...place.env,
        ...networkSettings(standIn, caFile, tls),
        ...settingsFor(values),
        ...Object.fromEntries(own),
      },
      folder: place.work,
      root: place.root,
      timeLimitMs: use.timeLimit === undefined ? timeLimitMs : use.timeLimit * 1000,
      interrupted,
      isEndless: () => isEndless(standIn.requests),
    });
    const driven = await DRIVE[use.drive]({ client, use, filled, port });
    const ended = await client.ended();
    const milliseconds = now() - start;
    const stdout = driven?.answer ?? ended.stdout;
    const requests = guard?.asAnswered(standIn.requests) ?? standIn.requests;
    return {
      ...ended,
      ...(ended.ending === 'done' && { exitCode: null }),
      stdout,
      drive: use.drive,
      succeeded: driven ? driven.succeeded : endedWell(ended),
      text: comparableText(seenByUser(ended, driven?.answer), {
        [place.work]: '{home}',
        [place.root]: '{folder}',
        [values.url]: '{url}',
        [values.host]: '{host}',
        ...(standIn.tls && { [standIn.tls.proxy]: '{proxy}' }),
        ...(values.email !== undefined && { [values.email]: '{email}' }),
        ...(port !== undefined && { [String(port)]: '{port}' }),
        // It holds the word "token", and a program that prints the headers of an answer does not say it.
        [STAND_IN_NAME]: '{stand-in}',
      }),
      requests: requests.map((request): SeenRequest => ({ ...request })),
      refusedHosts: [...new Set((standIn.tls?.refused ?? []).map(({ host, port: at }) => `${host}:${at}`))],
      leaks: leaksOf(ended, driven?.answer ?? '', standIn),
      milliseconds,
    };
  } finally {
    await guard?.close();
    await standIn.close();
    rmSync(place.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
