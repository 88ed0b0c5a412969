import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Level } from '../change/levels.ts';
import type { RuleId } from '../change/rules.ts';
import type { Probe } from '../contract/probe.ts';
import type { Certainty } from '../run/certainty.ts';
import type { RunRuleId } from './run-rules.ts';

/** A rule about changes, or a rule about a run, such as `contract-broken`. */
export type FindingRule = RuleId | RunRuleId;

/**
 * `new`: fails the run. `fixed`: an improvement, which fails the run if the contract has to be updated. `known`: would fail
 * the run, but is acknowledged. `noted`: does not fail the run. `undecided`: the probe has no conclusive answer.
 */
export const STATES = ['new', 'fixed', 'known', 'noted', 'undecided'] as const;

export type State = (typeof STATES)[number];

/** Another rule that the same event falls under, such as that of the row that a change breaks. */
export interface Aspect {
  readonly rule: FindingRule;
  readonly fingerprint: string;
}

/** A result of a run or a comparison. A probe has at most one finding, however many rules it falls under. */
export interface Finding extends Aspect {
  readonly state: State;
  readonly level: Level;
  /** Whether it fails a run; before acknowledgements are applied, whether it would. */
  readonly fails: boolean;
  /** Undefined for a failed test that does not belong to a row. */
  readonly probe: Probe | undefined;
  /** What the rule means. */
  readonly title: string;
  /** What happened to this probe. */
  readonly message: string;
  /** What happened, in short, to be shown next to the probe: "refused 401 → ignored 200". */
  readonly detail: string;
  /** How certain the finding is; undefined if the probe was asked once. */
  readonly certainty: Certainty | undefined;
  /** The acknowledgement, if there is one. */
  readonly acknowledged: Acknowledgement | undefined;
  /** The other rules that the probe falls under. Acknowledging the finding acknowledges these too. */
  readonly also: readonly Aspect[];
}

/** All findings, and the exit code that they lead to. */
export interface Findings {
  /** Sorted: failing findings first, then by state, level and the order of the tables. */
  readonly list: readonly Finding[];
  /** The reasons why the run is inconclusive, each part of a sentence; empty if it is conclusive. */
  readonly inconclusive: readonly string[];
  /** 1 if a finding fails; otherwise 3 if the run is inconclusive; otherwise 0. */
  readonly exitCode: 0 | 1 | 3;
}
