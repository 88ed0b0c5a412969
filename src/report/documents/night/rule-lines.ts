import { failingFindings } from '../../../findings/findings.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { Line } from '../../blocks/blocks.ts';
import { groupBy, operationLabels, someOf } from '../phrases.ts';
import { checkFindings } from '../settled-document.ts';
import { describeDetail, levelTone } from '../states.ts';
import { shortFingerprint } from '../../../change/fingerprint.ts';
import type { Night } from './night-document.ts';

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Returns the probes of findings: "revoked, mistyped on v3 project, v3 label and 5 more". */
function probesOf(findings: readonly Finding[]): string {
  const probes = findings.flatMap(({ probe }) => (probe ? [probe] : []));
  if (probes.length === 0) return '';
  const credentials = unique(probes.map(({ credential }) => credential));
  const operations = unique(probes.map(({ operation }) => operation));
  return `${someOf(credentials)} on ${someOf(operationLabels(operations))}: `;
}

function ruleLine(findings: readonly [Finding, ...Finding[]]): Line {
  const [first] = findings;
  const { rule, level, state } = first;
  const number = findings.length > 1 ? ` × ${findings.length}` : '';
  const details = someOf(unique(findings.map(describeDetail)));
  const name = findings.length > 1 ? '' : ` (${shortFingerprint(first)})`;
  const isFixed = state === 'fixed';
  const word = isFixed ? 'good news' : level;
  return [
    { badge: { sign: word, word: `${word}:`, tone: isFixed ? 'good' : levelTone(level) } },
    `  ${rule}${number}: ${probesOf(findings)}${details}${name}`,
  ];
}

/** Returns a line for each rule with failing findings of a night, the most severe first. */
export function ruleLines({ document }: Night): Line[] {
  if (!document) return [];
  const failing = failingFindings(checkFindings(document));
  return groupBy(failing, ({ level, rule, state }) => `${level} ${rule} ${state}`).map(([, group]) =>
    ruleLine(group),
  );
}
