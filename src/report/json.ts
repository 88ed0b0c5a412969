import type { CheckDocument, DiffDocument, Format } from './document.ts';
import { checkExitCode, diffExitCode, findings, incompleteness, rowsWith } from './verdict.ts';
import { jsonText } from '../evidence/json-text.ts';
import { levelCounts } from './summary.ts';

const fingerprints = (known: readonly { fingerprint: string }[] = []): string[] =>
  known.map(({ fingerprint }) => fingerprint);

const diffValue = (document: DiffDocument): object => {
  const { base, head, changes, undecided, unchanged, failOn, idle } = document;
  return {
    schema: 'jira-token-contract/diff/1',
    base,
    head,
    failOn,
    failed: diffExitCode(document) === 1,
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
  const { broken, knownBroken, disproved, fixed, failures, pacts } = findings(document);
  return {
    schema: 'jira-token-contract/check/1',
    exitCode: checkExitCode(document),
    incomplete: incompleteness(document) ?? null,
    summary: {
      kept: rowsWith(run.rows, 'contract', 'kept').length,
      broken: broken.length,
      knownBroken: knownBroken.length,
      disproved: disproved.length,
      inconclusive: rowsWith(run.rows, 'contract', 'inconclusive').length,
      skipped: rowsWith(run.rows, 'contract', 'skipped').length,
      wantedStillOpen: rowsWith(run.rows, 'wanted', 'broken').length,
      wantedFixed: fixed.length,
      otherFailures: failures.length,
      pactNews: pacts.length,
    },
    run,
    ages: document.ages ?? [],
    diff: diff && diffValue(diff),
  };
};

/** For programs. The form of a diff is `diffSchema`. */
export const json: Format = {
  extension: 'json',
  diff: (document) => jsonText(diffValue(document)),
  check: (document) => jsonText(checkValue(document)),
};
