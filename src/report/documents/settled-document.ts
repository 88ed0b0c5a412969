import type { Finding, Findings } from '../../findings/finding.ts';
import { findingsOfDiff, findingsOfRun } from '../../findings/findings.ts';
import type { CheckDocument } from './check/check-document.ts';
import type { DiffDocument } from './diff/diff-document.ts';

/** What a comparison found. */
export function diffFindings(document: DiffDocument): Findings {
  return document.findings ?? findingsOfDiff(document);
}

/** What a run found. */
export function checkFindings(document: CheckDocument): Findings {
  return document.findings ?? findingsOfRun(document);
}

/** A comparison with its findings: to be decided before its texts are made plain, because fingerprints are made of them. */
export function withDiffFindings(document: DiffDocument): DiffDocument {
  return { ...document, findings: diffFindings(document) };
}

/**
 * A run with its findings. In its comparison a change is a finding only where the probe is not told under a rule of the run,
 * such as a fix: each probe is told once.
 */
export function settledCheck(document: CheckDocument): CheckDocument {
  const findings = checkFindings(document);
  const { diff } = document;
  const changes = new Set(diff?.changes.map(({ fingerprint }) => fingerprint));
  const list = findings.list.filter(({ fingerprint }) => changes.has(fingerprint));
  return { ...document, findings, diff: diff && { ...diff, findings: { ...findings, list } } };
}

/** The findings of a comparison by the fingerprint of their change. */
export function findingsByChange(document: DiffDocument): ReadonlyMap<string, Finding> {
  return new Map(diffFindings(document).list.map((one) => [one.fingerprint, one]));
}
