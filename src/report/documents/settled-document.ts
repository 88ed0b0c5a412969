import type { Finding, Findings } from '../../findings/finding.ts';
import { findingsOfDiff, findingsOfRun } from '../../findings/findings.ts';
import type { CheckDocument } from './check/check-document.ts';
import type { DiffDocument } from './diff/diff-document.ts';

/** Returns the findings of a comparison. */
export function diffFindings(document: DiffDocument): Findings {
  return document.findings ?? findingsOfDiff(document);
}

/** Returns the findings of a run. */
export function checkFindings(document: CheckDocument): Findings {
  return document.findings ?? findingsOfRun(document);
}

/** Adds its findings to a comparison. Do this before texts are sanitised: fingerprints depend on the original texts. */
export function withDiffFindings(document: DiffDocument): DiffDocument {
  return { ...document, findings: diffFindings(document) };
}

/**
 * Adds its findings to a run. A change becomes a finding of the comparison only if no rule of the run, such as a fix,
 * already reports the probe: each probe is reported once.
 */
export function withCheckFindings(document: CheckDocument): CheckDocument {
  const findings = checkFindings(document);
  const { diff } = document;
  const changes = new Set(diff?.changes.map(({ fingerprint }) => fingerprint));
  const list = findings.list.filter(({ fingerprint }) => changes.has(fingerprint));
  return { ...document, findings, diff: diff && { ...diff, findings: { ...findings, list } } };
}

/** Returns the findings of a comparison by the fingerprint of their change. */
export function findingsByChange(document: DiffDocument): ReadonlyMap<string, Finding> {
  return new Map(diffFindings(document).list.map((finding) => [finding.fingerprint, finding]));
}
