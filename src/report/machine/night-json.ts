import { jsonText } from '../../json.ts';
import { nextCommands } from '../documents/check/next-commands.ts';
import { sharedFindings } from '../documents/night/across-sites.ts';
import type { NightDocument } from '../documents/night/night-document.ts';
import { failureLines, describeSilence, summaryLine } from '../documents/night/night-phrases.ts';

/** Renders a night as JSON. */
export function nightJson(nights: NightDocument): string {
  return jsonText({
    schema: 'jira-token-contract/nightly/1',
    sites: nights.map(({ night, silent }) => ({
      site: night.site,
      exitCode: night.exitCode,
      outcome: night.entry.outcome,
      reason: night.reason ?? null,
      summary: summaryLine(night, silent),
      news: failureLines(night),
      notes: night.notes,
      next: night.document ? nextCommands(night.document).map(({ command }) => command) : [],
      run: night.document?.file ?? null,
      silence: {
        nights: silent.nights,
        lastConcluded: silent.last ?? null,
        says: describeSilence(silent).trim(),
      },
    })),
    across: sharedFindings(nights.map(({ night }) => night)).map(({ finding, on, of, verdict }) => ({
      fingerprint: finding.fingerprint,
      rule: finding.rule,
      level: finding.level,
      credential: finding.probe?.credential ?? null,
      operation: finding.probe?.operation ?? null,
      on,
      of,
      verdict,
    })),
  });
}
