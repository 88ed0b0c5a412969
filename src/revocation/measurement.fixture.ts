import type { OperationId } from '../contract/operations.ts';
import type { Treatment } from '../contract/treatment.ts';
import type { Role } from './asker.ts';
import { measurementOf, type Ending, type EventLine, type Line } from './measurement.ts';
import type { Measurement, ProbeLine, WatchLine } from './measurement.ts';

export const MYSELF = 'GET /rest/api/3/myself';
export const SEARCH = 'GET /rest/api/3/project/search';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** The answer for each letter: `A`ccepted, `R`efused, `I`gnored (an anonymous success), or `?` (inconclusive). */
const LETTERS: Readonly<Record<string, { treatment: Treatment; status: number }>> = {
  A: { treatment: 'accepted', status: 200 },
  R: { treatment: 'refused', status: 401 },
  I: { treatment: 'ignored', status: 200 },
  '?': { treatment: 'inconclusive', status: 503 },
};

/** For tests: an answer that arrives half a second after the request. */
export function answer(letter: string, sent: number, changed: Partial<ProbeLine> = {}): ProbeLine {
  const { treatment, status } = LETTERS[letter] ?? { treatment: 'inconclusive', status: 500 };
  return {
    kind: 'probe',
    who: 'watched',
    round: 0,
    operation: MYSELF,
    sent,
    got: sent + 500,
    status,
    treatment,
    mark: 'unauthorized',
    ...changed,
  };
}

/** For tests: the answers of one operation or of the control, ten seconds apart. A blank means no request. */
export function answers(
  letters: string,
  {
    who = 'watched',
    operation = MYSELF,
    after = 0,
  }: { who?: Role; operation?: OperationId; after?: number } = {},
): ProbeLine[] {
  return letters
    .split('')
    .flatMap((letter, round) =>
      letter === ' ' ? [] : [answer(letter, round * 10 * SECOND + after, { who, operation, round })],
    );
}

/** For tests: rounds of both operations and the control, each a second after the other. */
export function rounds(myself: string, search = '', control = 'A'.repeat(myself.length)): ProbeLine[] {
  return [
    ...answers(myself),
    ...answers(search, { operation: SEARCH, after: SECOND }),
    ...answers(control, { who: 'control', after: 2 * SECOND }),
  ].toSorted((a, b) => a.sent - b.sent);
}

/** For tests: the first line of a watch. */
export function watchLine(changed: Partial<WatchLine> = {}): WatchLine {
  return {
    kind: 'watch',
    schema: 'jira-token-contract/revocation/1',
    name: 'test',
    tool: 'a test',
    site: 'https://jira-site.example.com',
    subject: 'api-token',
    cause: 'revoked',
    operations: [MYSELF, SEARCH],
    settle: 2 * MINUTE,
    giveUpAfter: 60 * MINUTE,
    at: 0,
    ...changed,
  };
}

/** For tests: a measurement with these lines. Its operations default to those in the lines. */
export function measurement(lines: readonly Line[], changed: Partial<WatchLine> = {}): Measurement {
  const asked = lines.flatMap((line) =>
    line.kind === 'probe' && line.who === 'watched' ? [line.operation] : [],
  );
  const result = measurementOf([watchLine({ operations: [...new Set(asked)], ...changed }), ...lines]);
  if (result) return result;
  throw new Error('no measurement');
}

/** For tests: an event, at one moment by default. */
export function eventAt(from: number, clock: EventLine['clock'] = 'own', to = from): EventLine {
  return { kind: 'event', from, to, clock };
}

/** For tests: the last line of a measurement. */
export function endWith(ending: Ending): Line {
  return { kind: 'end', at: 1e6, ending, says: '' };
}
