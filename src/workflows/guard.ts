import { once } from 'node:events';
import { networkOf } from '../config/network.ts';
import { allowedHosts, readAll } from '../config/values.ts';
import type { VariableName } from '../config/variables.ts';
import { Fault } from '../fault.ts';
import { listenAddress } from '../guard/listen-address.ts';
import { openGuard, type GuardedAnswer, type GuardProxy } from '../guard/proxy.ts';
import { allowedOrigin } from '../http/allowed-origin.ts';
import { answerEvent, eventLine, type GuardEvent } from '../report/machine/guard-events.ts';
import type { Session } from './session.ts';

/** What the user chose for a guard. */
export interface GuardChoice {
  readonly listen: string;
  /** The site; that of the settings if undefined. */
  readonly to?: string;
  readonly settings: string;
  readonly strict: boolean;
  /** `json` prints an event on each line; `text` prints only the address. */
  readonly format: 'text' | 'json';
}

/** The only settings that a guard reads: the credentials are those of the programs that use it. */
const NEEDED: ReadonlySet<VariableName> = new Set<VariableName>([
  'JIRA_SITE',
  'JIRA_ALLOWED_HOSTS',
  'HTTPS_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
]);

const isNeeded = (name: VariableName): boolean => NEEDED.has(name);

const summary = ({ counts, asked }: GuardProxy): string => {
  const { requests, passed, dead, undecided, failed } = counts;
  return `${requests} requests: ${passed} passed on, ${dead} to a dead token answered with 401, ${undecided} undecided, ${failed} failed; /myself asked ${asked()} times.\n`;
};

/** Returns what prints events. */
function eventPrinter({ stdout }: Pick<Session, 'stdout'>): (event: GuardEvent) => void {
  return (event) => {
    try {
      stdout.write(eventLine(event));
    } catch (error) {
      // A path in which something looks like a secret is no reason to lose the answer.
      if (!(error instanceof Fault) || event.event !== 'answer') throw error;
      stdout.write(eventLine({ ...event, path: null }));
    }
  };
}

/**
 * Runs a guard until it is interrupted.
 *
 * @throws Fault `usage` or `bad-config` if it cannot listen, or may not send credentials to the site
 */
export async function guard(
  { listen, to, settings, strict, format }: GuardChoice,
  session: Session,
): Promise<void> {
  const { env, secrets, stderr, stdout, clock } = session;
  const address = listenAddress(listen);
  const values = readAll(env, session.settingsFile(settings), { sources: secrets, isNeeded });
  const site = to ?? values.get('JIRA_SITE');
  if (site === undefined) throw new Fault('usage', 'Name the site with --to, as https://acme.atlassian.net.');
  const origin = allowedOrigin(to === undefined ? 'JIRA_SITE' : '--to', site, allowedHosts(values));
  if (new URL(origin).host === `${address.host}:${address.port}`) {
    throw new Fault('usage', '--to is the address at which the guard would listen. Name the site.');
  }
  const print = eventPrinter(session);
  const isJson = format === 'json';
  const report = (answer: GuardedAnswer): void => print(answerEvent(answer, clock.now()));
  const running = await openGuard({
    listen: address,
    to: origin,
    network: networkOf(values),
    strict,
    now: clock.now,
    say: (line) => void stderr.write(`${line}\n`),
    report: isJson ? report : undefined,
  });
  try {
    if (isJson) {
      const schema = 'jira-token-contract/guard/1';
      print({ event: 'listening', schema, origin: running.origin, site: origin });
    } else {
      stdout.write(`${running.origin}\n`);
    }
    stderr.write(
      `The guard stands in front of ${origin}. Use ${running.origin} as the address of Jira; Ctrl-C ends it.\n`,
    );
    const signal = session.interrupted();
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await running.close();
    if (isJson) print({ event: 'end', ...running.counts, myselfAsked: running.asked() });
    stderr.write(summary(running));
  }
}
