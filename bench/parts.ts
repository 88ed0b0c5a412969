import { benchConformance } from './conformance.ts';
import { benchDiff } from './diff.ts';
import { benchEvidence } from './evidence.ts';
import { benchExchange } from './exchange.ts';
import { benchGuard } from './guard.ts';
import type { BenchOptions } from './options.ts';
import { benchRedact } from './redact.ts';
import { benchReport } from './report.ts';

/** The measurements by name. Each yields lines of its result. */
export const PARTS: Readonly<Record<string, (options: BenchOptions) => AsyncIterable<string>>> = {
  exchange: benchExchange,
  guard: benchGuard,
  redact: benchRedact,
  evidence: benchEvidence,
  report: benchReport,
  diff: benchDiff,
  conformance: benchConformance,
};
