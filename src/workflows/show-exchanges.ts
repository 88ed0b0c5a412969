import { classify } from '../classify/classify.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { probeKey } from '../contract/probe.ts';
import type { FindingRule, Findings } from '../findings/finding.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { checkFindings } from '../report/documents/settled-document.ts';
import { describeAnswer } from '../findings/answer-words.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import { exchangesText, type ShownExchange } from '../report/exchange-text.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Streams } from './session.ts';

/** The options that print the request and the answer of probes. */
export interface ExchangesOption {
  /** Of each probe. */
  readonly exchanges: boolean;
  /** Of those that fail, changed or are undecided. */
  readonly verbose: boolean;
}

/** Rules under which nothing happened to a probe: only one of the two snapshots has it. */
const UNSEEN: ReadonlySet<FindingRule> = new Set(['probe-added', 'probe-removed']);

/** Returns whether something happened to a probe in a run: it fails, changed, or is undecided. */
function isNoteworthy({ list }: Findings): (row: RowResult) => boolean {
  const probes = list.flatMap(({ probe, rule }) => (probe && !UNSEEN.has(rule) ? [probeKey(probe)] : []));
  const keys = new Set(probes);
  return (row) => keys.has(probeKey(row));
}

const shownRow = ({
  credential,
  operation,
  response,
  answer,
  verdict,
  reason,
}: RowResult): ShownExchange => ({
  credential,
  operation,
  response,
  verdict: [
    ...(answer ? [describeAnswer(answer)] : []),
    verdict,
    ...(reason === undefined ? [] : [reason]),
  ].join(': '),
});

/** The options of a command that prints exchanges besides its report. */
export type ShowOptions = Partial<ExchangesOption> & { readonly format: string; readonly out?: string };

/** Prints exchanges where they do not get into output for programs. */
export function printExchanges(
  exchanges: readonly ShownExchange[],
  { format, out }: ShowOptions,
  { stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>,
): void {
  if (exchanges.length === 0) return;
  const stream = format === 'text' && out === undefined ? stdout : stderr;
  stream.write(exchangesText(exchanges));
}

/** Prints the request and the stored answer of rows of the contract, as far as that is asked for. They are not part of the report. */
export function showExchanges(
  document: CheckDocument,
  options: ShowOptions,
  streams: Pick<Streams, 'stdout' | 'stderr'>,
): void {
  if (!options.exchanges && !options.verbose) return;
  const rows = document.run.rows.filter(({ kind }) => kind === 'contract');
  const shown = options.exchanges ? rows : rows.filter(isNoteworthy(checkFindings(document)));
  printExchanges(shown.map(shownRow), options, streams);
}

/** Prints the same for a run that is not judged. */
export function showSeen(
  { exchanges, unanswered }: SeenAnswers,
  options: Partial<ExchangesOption>,
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  if (!options.exchanges && !options.verbose) return;
  const traits = siteTraitsOf(exchanges);
  const answered = exchanges.map((exchange) => ({
    ...exchange,
    verdict: describeAnswer(classify(exchange, traits)),
  }));
  const open = unanswered.filter(({ verdict }) => options.exchanges || verdict === 'inconclusive');
  stdout.write(
    exchangesText([
      ...(options.exchanges ? answered : []),
      ...open.map((probe) => ({ ...probe, verdict: `${probe.verdict}: ${probe.reason}` })),
    ]),
  );
}
