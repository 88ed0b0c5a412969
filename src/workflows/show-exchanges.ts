import { classify } from '../classify/classify.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { describeAnswer } from '../findings/answer-words.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import { exchangesText, type ShownExchange } from '../report/exchange-text.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Streams } from './session.ts';

/** The option that prints the request and the answer of each probe. */
export interface ExchangesOption {
  readonly exchanges: boolean;
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

/** Prints the request and the stored answer of each row of the contract, if that is asked for. They are not part of the report. */
export function showExchanges(
  rows: readonly RowResult[],
  { exchanges, format, out }: Partial<ExchangesOption> & { readonly format: string; readonly out?: string },
  { stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>,
): void {
  if (!exchanges) return;
  // Output for programs must not contain anything else.
  const stream = format === 'text' && out === undefined ? stdout : stderr;
  stream.write(exchangesText(rows.filter(({ kind }) => kind === 'contract').map(shownRow)));
}

/** Prints the same for a run that is not judged. */
export function showSeen(
  { exchanges, unanswered }: SeenAnswers,
  options: Partial<ExchangesOption>,
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  if (!options.exchanges) return;
  const traits = siteTraitsOf(exchanges);
  stdout.write(
    exchangesText([
      ...exchanges.map((exchange) => ({ ...exchange, verdict: describeAnswer(classify(exchange, traits)) })),
      ...unanswered.map((probe) => ({ ...probe, verdict: `${probe.verdict}: ${probe.reason}` })),
    ]),
  );
}
