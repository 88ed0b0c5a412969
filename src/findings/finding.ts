import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Level } from '../change/levels.ts';
import type { RuleId } from '../change/rules.ts';
import type { Probe } from '../contract/probe.ts';
import type { Certainty } from '../run/certainty.ts';
import type { RunRuleId } from './run-rules.ts';

/** A rule of change, or one of a run, such as `contract-broken`. */
export type FindingRule = RuleId | RunRuleId;

/**
 * `new`: it fails the run. `fixed`: good news, which fails the run where the contract has to follow it. `known`: it would
 * fail the run, and is acknowledged. `noted`: it fails nothing. `undecided`: nothing can be said of the probe.
 */
export const STATES = ['new', 'fixed', 'known', 'noted', 'undecided'] as const;

export type State = (typeof STATES)[number];

/** Another way in which the same event shows, such as the row that a change breaks. */
export interface Aspect {
  readonly rule: FindingRule;
  readonly fingerprint: string;
}

/** One thing that a run or a comparison found: of one probe there is one, however many rules it comes under. */
export interface Finding extends Aspect {
  readonly state: State;
  readonly level: Level;
  readonly fails: boolean;
  /** Undefined for a test that failed and is no row. */
  readonly probe: Probe | undefined;
  /** The rule in plain words. */
  readonly title: string;
  /** What happened in this case, in plain words. */
  readonly message: string;
  /** The same beside the name of the probe: "refused 401 → ignored 200". */
  readonly detail: string;
  /** How sure it is; undefined where the probe was asked once. */
  readonly certainty: Certainty | undefined;
  /** Why it fails nothing, where somebody acknowledged it. */
  readonly acknowledged: Acknowledgement | undefined;
  /** The lesser rules that the probe comes under. An acknowledgement of the finding is one of them, too. */
  readonly also: readonly Aspect[];
}

/** All that was found, and what it means for the exit code. */
export interface Findings {
  /** What fails first, then by state, level and place in the tables. */
  readonly list: readonly Finding[];
  /** Why the run comes to no conclusion, a sentence part each; empty where it does. */
  readonly inconclusive: readonly string[];
  /** 1 where a finding fails, else 3 where nothing was concluded, else 0. */
  readonly exitCode: 0 | 1 | 3;
}
