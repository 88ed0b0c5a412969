import type { Inline, Line, MatrixGrid, Tone } from '../blocks/line.ts';
import type { EventState } from './states.ts';

/** A number of findings, with the tone of its kind: "49 critical", "10 known". */
export interface Count {
  readonly tone: Tone;
  readonly text: string;
}

/** What happened, told as an event: the first thing that a report says. */
export interface Headline {
  readonly state: EventState;
  /** The site, the sites or the recordings that it is about, as the title names them. */
  readonly site: string;
  /** At most `MAX_TITLE` characters, without a period: "acme: Jira stopped refusing five kinds of dead token". */
  readonly title: string;
  /** Numbers, times and sources: "54 probes changed since the baseline of 2026-11-25 · asked 2026-11-26 04:19 UTC". */
  readonly subtitle: string;
  readonly counts: readonly Count[];
}

/** A shell command and its purpose. */
export interface NextCommand {
  readonly purpose: string;
  readonly command: string;
}

/** What to do now. */
export interface WhatNow {
  readonly line: Line;
  /** Reproduces the first finding; it needs `PREPARATION` of `by-hand/curl.ts`. */
  readonly curl: string | undefined;
  /** Links to the evidence and to the parts of the report, in formats that have them. */
  readonly links: readonly Inline[];
  readonly commands: readonly NextCommand[];
}

/** The answers to the four questions after "what happened?". */
export interface Boxes {
  readonly howBad: Line;
  readonly howSure: Line;
  readonly sinceWhen: Line;
  readonly whatNow: WhatNow;
}

/** A probe of a card. */
export interface CardProbe {
  readonly credential: string;
  readonly operation: string;
  /** The operation as the matrix labels it. */
  readonly short: string;
  /** The id of its evidence on the page. */
  readonly anchor: string;
  readonly fingerprint: string;
}

/** The probes of a card whose answers changed in the same way. */
export interface Turn {
  /** "refused 401"; undefined if there is no earlier answer to compare with. */
  readonly before: string | undefined;
  readonly after: string;
  /** The letters of the matrix, for its colours; undefined without an answer. */
  readonly letters: { readonly before: string | undefined; readonly after: string | undefined };
  readonly probes: readonly CardProbe[];
  /** The sources of the answers, and where the change is discussed. */
  readonly line: Line;
}

/** The findings under one rule: what happened, to which probes, what it means and what to do. */
export interface Card {
  /** Unique on a page. */
  readonly id: string;
  readonly rule: string;
  readonly tone: Tone;
  /** "critical", "good news", "undecided". */
  readonly level: string;
  readonly title: string;
  /** "49 probes, 5 credentials × 19 operations". */
  readonly count: string;
  readonly turns: readonly Turn[];
  /** The rows and columns with a finding; undefined for a single probe. */
  readonly matrix: MatrixGrid | undefined;
  /** How certain the findings are, if all are equally certain; empty if they were asked once. */
  readonly certainty: string;
  /** It means; empty if nothing has to be said. */
  readonly impact: string;
  /** To do. */
  readonly remediation: string;
  /** Sends the first probe. */
  readonly curl: string | undefined;
  /** Acknowledged, so it is folded. */
  readonly isKnown: boolean;
  /** Neither fails nor says anything about a token, so it is folded. */
  readonly isMinor: boolean;
}
