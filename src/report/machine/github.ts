import { withoutCommands } from '../../inert.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { findingsForMachines } from '../../findings/findings.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import type { NightDocument } from '../documents/night/night-document.ts';
import { summaryLine } from '../documents/night/night-phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { RUNNER, specRow } from './spec-row.ts';
import { fullMessage } from '../documents/states.ts';
import { headlineOfCheck, headlineOfDiff } from '../headline/headline.ts';
import { headlineLine } from '../headline/headline-line.ts';

/** Escapes the data of a workflow command: `%` first, because the other escapes contain it. */
const commandData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Escapes a property of a workflow command; it ends at a comma or a colon. */
const property = (text: string): string => commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Number of annotations of a step that GitHub shows. */
const MAX_ANNOTATIONS = 10;

const annotation = (finding: Finding): string => {
  const { path, line } = finding.probe ? specRow(finding.probe) : RUNNER;
  const kind = finding.fails ? 'error' : 'notice';
  return `::${kind} file=${property(path)},line=${line},title=${property(finding.title)}::${commandData(fullMessage(finding))}`;
};

/** Returns an error for an inconclusive run, so that it does not pass for a good one. */
function inconclusiveAnnotation(reason: string): string {
  return `::error title=Not concluded::${commandData(reason)}`;
}

function write(summary: string, findings: Findings): string {
  // Failing findings come first, so that GitHub shows them if it does not show all.
  const shown = findingsForMachines(findings);
  const rest = shown.length - MAX_ANNOTATIONS;
  return [
    ...findings.inconclusive.map(inconclusiveAnnotation),
    ...shown.slice(0, MAX_ANNOTATIONS).map(annotation),
    ...(rest > 0 ? [`::notice title=More::${rest} more in the job summary`] : []),
    withoutCommands(commandData(summary)),
    '',
  ].join('\n');
}

/** Renders a comparison as annotations of a GitHub workflow, each at its row of the contract. */
export function diffGithub(document: DiffDocument): string {
  return write(headlineLine(headlineOfDiff(document)), diffFindings(document));
}

/** Renders a run as annotations of a GitHub workflow. */
export function checkGithub(document: CheckDocument): string {
  return write(headlineLine(headlineOfCheck(document)), checkFindings(document));
}

/** Renders a night as annotations of a GitHub workflow. */
export function nightGithub(nights: NightDocument): string {
  return nights
    .map(({ night, silent }) =>
      night.document
        ? checkGithub(night.document)
        : `${inconclusiveAnnotation(summaryLine(night, silent))}\n`,
    )
    .join('');
}
