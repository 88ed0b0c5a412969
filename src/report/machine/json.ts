import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { incompleteness } from '../../findings/conclusion.ts';
import { inState } from '../../findings/findings.ts';
import { nextCommands } from '../documents/check/next-commands.ts';
import { rowsWith } from '../documents/rows.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { jsonText } from '../../json.ts';
import { levelCounts, rowCounts, sureness } from '../documents/summary.ts';

const fingerprints = (known: readonly { fingerprint: string }[] = []): string[] =>
  known.map(({ fingerprint }) => fingerprint);

const diffValue = (document: DiffDocument): object => {
  const { base, head, changes, undecided, unchanged, failOn, idle } = document;
  return {
    schema: 'jira-token-contract/diff/1',
    base,
    head,
    failOn,
    failed: diffFindings(document).exitCode === 1,
    summary: {
      ...levelCounts(changes),
      acknowledged: changes.filter(({ acknowledged }) => acknowledged).length,
      undecided: undecided.length,
      unchanged,
    },
    changes,
    undecided,
    idle: { unmatched: fingerprints(idle?.unmatched), expired: fingerprints(idle?.expired) },
  };
};

const checkValue = (document: CheckDocument): object => {
  const { run, diff } = document;
  const findings = checkFindings(document);
  const { kept, broken, knownBroken, disproved, inconclusive, skipped, wantedFixed } = rowCounts(document);
  const number = (rule: string): number =>
    findings.list.filter((finding) => finding.fails && finding.rule === rule).length;
  return {
    schema: 'jira-token-contract/check/1',
    exitCode: findings.exitCode,
    inconclusive: findings.inconclusive,
    incomplete: incompleteness(run) ?? null,
    summary: {
      kept,
      broken,
      knownBroken,
      disproved,
      inconclusive,
      skipped,
      wantedStillOpen: rowsWith(run.rows, 'wanted', 'broken').length,
      wantedFixed,
      otherFailures: number('test-failed'),
      pactNews: number('pact-broken') + number('pact-fixed'),
      new: inState(findings, 'new').length,
      fixed: inState(findings, 'fixed').length,
      known: inState(findings, 'known').length,
    },
    sureness: sureness(document),
    findings: findings.list,
    next: nextCommands(document).map(({ command }) => command),
    run,
    ages: document.ages ?? [],
    diff: diff && diffValue(diff),
  };
};

/** Renders a comparison as JSON that matches `diffSchema`. */
export function diffJson(document: DiffDocument): string {
  return jsonText(diffValue(document));
}

/** Renders a run as JSON that matches `checkSchema`. */
export function checkJson(document: CheckDocument): string {
  return jsonText(checkValue(document));
}
