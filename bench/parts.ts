import { benchDiff } from './diff.ts';
import { benchEvidence } from './evidence.ts';
import { benchExchange } from './exchange.ts';
import type { BenchOptions } from './options.ts';
import { benchRedact } from './redact.ts';
import { benchReport } from './report.ts';

/** What is measured, each told in lines as they come. */
export const PARTS: Readonly<Record<string, (options: BenchOptions) => AsyncIterable<string>>> = {
  exchange: benchExchange,
  redact: benchRedact,
  evidence: benchEvidence,
  report: benchReport,
  diff: benchDiff,
};
