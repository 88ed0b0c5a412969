import type { CredentialName } from '../contract/credentials.ts';
import { missingFor, missingForOperation } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import type { ContractRow } from '../contract/rows.ts';
import type { Scope } from '../contract/mechanism.ts';
import { operationOf } from '../contract/operations.ts';
import { compareProbes, probeKey, type Probe } from '../contract/probe.ts';
import type { Unanswered } from '../http/unanswered.ts';
import { CONTROLS, LOOK_AFTER } from './controls.ts';
import { CONFIRMATIONS_NEEDED } from './probe-attempts.ts';

/** The probes of a live run, and those it leaves out with the reason. */
export interface LivePlan {
  readonly probes: readonly Probe[];
  readonly unanswered: readonly Unanswered[];
  /** The credentials that may be sent to find out whether they are alive; those of the probes if not given. */
  readonly available?: ReadonlySet<CredentialName> | undefined;
}

const whyNot = ({ credential, operation }: Probe, settings: Settings, scope: Scope): string | undefined => {
  const { core, admin } = operationOf(operation);
  if (scope === 'core' && !core && !admin) return 'left out by --core';
  return missingFor(credential, settings) ?? missingForOperation(operation, settings);
};

/** Plans each probe of the contract once, in table order, and leaves out those that the settings do not provide for. */
export function planLive(rows: readonly ContractRow[], settings: Settings, scope: Scope): LivePlan {
  const unique = [...new Map(rows.map((row) => [probeKey(row), row])).values()].toSorted(compareProbes);
  const judged = unique.map(({ credential, operation }) => {
    const probe = { credential, operation };
    return { probe, reason: whyNot(probe, settings, scope) };
  });
  return {
    probes: judged.flatMap(({ probe, reason }) => (reason === undefined ? [probe] : [])),
    unanswered: judged.flatMap(({ probe, reason }) =>
      reason === undefined ? [] : [{ ...probe, verdict: 'skipped' as const, reason }],
    ),
  };
}

/** Returns the number of requests a plan needs if all goes well, and the number if much goes wrong. */
export function requestsOf({ probes }: LivePlan, attempts: number): { least: number; most: number } {
  const controls = Object.keys(CONTROLS).length * (1 + Math.floor(probes.length / LOOK_AFTER.requests));
  // The additional request looks up the id of the site.
  return {
    least: probes.length + controls,
    most: controls + 1 + probes.length * attempts * (1 + CONFIRMATIONS_NEEDED),
  };
}
