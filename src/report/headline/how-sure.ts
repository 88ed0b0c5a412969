import { GRADES } from '../../contract/basis.ts';
import { confirmationCount, type Certainty } from '../../run/certainty.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { describeControls } from '../documents/check/controls.ts';
import { count } from '../documents/phrases.ts';
import { checkFindings } from '../documents/settled-document.ts';
import { sureness } from '../documents/summary.ts';
import type { Line } from '../blocks/line.ts';
import type { Event } from './events.ts';

/** "3", or "3 to 4". */
function range(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** "3 of 3 times", or "3 of 3 to 4 times" if some answers were confirmed more often than others. */
function timesWords(certainties: readonly Certainty[]): string {
  const times = certainties.map((certainty) => confirmationCount(certainty) ?? 0);
  const all = certainties.map((certainty, i) => (times[i] ?? 0) + (certainty.dissent?.length ?? 0));
  return `${range(times)} of ${range(all)} times`;
}

/** Says how often the answers of the events were given. */
function confirmationSentence(told: readonly Event[]): string {
  const certain = told.flatMap(({ finding: { certainty } }) =>
    certainty && confirmationCount(certainty) !== undefined ? [certainty] : [],
  );
  if (told.length === 0) return '';
  if (certain.length === 0) return 'Asked once, not repeated.';
  const who =
    certain.length === told.length ? 'Each finding' : `${certain.length} of ${count(told.length, 'finding')}`;
  return `${who} ${certain.length === 1 || certain.length === told.length ? 'was' : 'were'} confirmed, ${timesWords(certain)}${certain.length === told.length ? '' : '; the others were asked once'}.`;
}

/** Counts the sources of the answers by grade: "12 measured, 4 reported". */
function gradesWords({ run }: CheckDocument, told: readonly Event[]): string {
  const rows = told.length > 0 ? told.flatMap(({ row }) => (row ? [row] : [])) : run.rows;
  const answered = rows.filter(({ kind, answer }) => kind === 'contract' && answer);
  return GRADES.flatMap((grade) => {
    const number = answered.filter(({ sources }) => sources[0]?.grade === grade).length;
    return number > 0 ? [`${number} ${grade}`] : [];
  }).join(', ');
}

/** Answers how sure the report is: repeated answers, dissent, controls, undecided rows, grades. */
export function howSure(document: CheckDocument, told: readonly Event[]): Line {
  const { asked, undecided, rollOut, flapping, dissent, confirmed } = sureness(document);
  const shares = `${undecided} of ${count(asked, 'answer')} undecided.`;
  if (document.run.recordings.origin === 'transcribed') {
    const grades = gradesWords(document, told);
    return [
      `Transcribed from public observations${grades === '' ? '' : `: ${grades}`}. This run asked no site. ${shares}`,
    ];
  }
  const varying: [number, string][] = [
    [rollOut, 'partly with a new answer'],
    [flapping, 'with changing answers'],
    [dissent, 'with one differing answer'],
  ];
  const parts = varying.flatMap(([number, words]) =>
    number > 0 ? [`${count(number, 'probe')} ${words}`] : [],
  );
  const repeated =
    told.length > 0
      ? confirmationSentence(told)
      : confirmed > 0
        ? `${count(confirmed, 'probe')} confirmed by repeated requests, the others asked once.`
        : 'Each probe was asked once.';
  const reasons = checkFindings(document).inconclusive.map((reason) => reason.replace(/\.$/, ''));
  return [
    [
      ...(reasons.length > 0 ? [`Not concluded: ${reasons.join('; ')}.`] : []),
      repeated,
      ...(parts.length > 0 ? [`${parts.join(', ')}.`] : []),
      `Controls: ${describeControls(document)}.`,
      shares,
    ]
      .filter(Boolean)
      .join(' '),
  ];
}
