import { withoutCommands } from '../../inert.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { listed } from '../../findings/findings.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import type { NightDocument } from '../documents/night/night-document.ts';
import { summaryLine } from '../documents/night/night-phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { specRow } from './spec-row.ts';
import { fullMessage } from '../documents/states.ts';
import { summariseContract, summariseDiff } from '../documents/summary.ts';

/** The data of a workflow command: `%` first, since the others are written with it. */
const commandData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property ends at a comma or a colon. */
const property = (text: string): string => commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** So many annotations GitHub shows of one step. */
const SHOWN = 10;

const annotation = (finding: Finding): string => {
  const { path, line } = finding.probe ? specRow(finding.probe) : { path: 'specs/contract.ts', line: 1 };
  const kind = finding.fails ? 'error' : 'notice';
  return `::${kind} file=${property(path)},line=${line},title=${property(finding.title)}::${commandData(fullMessage(finding))}`;
};

/** An error where nothing was concluded: silence is not health. */
function notConcludedAnnotation(reason: string): string {
  return `::error title=Not concluded::${commandData(reason)}`;
}

function write(summary: string, findings: Findings): string {
  // What fails comes first, so that GitHub shows it where it shows not all.
  const shown = listed(findings);
  const rest = shown.length - SHOWN;
  return [
    ...findings.inconclusive.map(notConcludedAnnotation),
    ...shown.slice(0, SHOWN).map(annotation),
    ...(rest > 0 ? [`::notice title=More::${rest} more in the job summary`] : []),
    withoutCommands(commandData(summary)),
    '',
  ].join('\n');
}

/** A comparison as annotations of a GitHub workflow, at the rows of the contract that they are about. */
export function diffGithub(document: DiffDocument): string {
  return write(summariseDiff(document), diffFindings(document));
}

/** A run as annotations of a GitHub workflow. */
export function checkGithub(document: CheckDocument): string {
  return write(summariseContract(document), checkFindings(document));
}

/** A night as annotations of a GitHub workflow. */
export function nightGithub(nights: NightDocument): string {
  return nights
    .map(({ night, silent }) =>
      night.document
        ? checkGithub(night.document)
        : `${notConcludedAnnotation(summaryLine(night, silent))}\n`,
    )
    .join('');
}
