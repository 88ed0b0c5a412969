import { entryOf, type Entry } from '../history/entry.ts';
import { clientsWith } from './documents/clients/clients.fixture.ts';
import { conformanceWith } from './documents/conformance/conformance.fixture.ts';
import { explanationsWith } from './documents/explain/explain.fixture.ts';
import { evidenceAges } from './documents/check/ages.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import { historyDocument, type HistoryDocument } from './documents/history/history-document.ts';
import type { NightDocument } from './documents/night/night-document.ts';
import { revocationDocument } from './documents/revocation/revocation-document.ts';
import { syntheticMeasurement } from './documents/revocation/revocation.fixture.ts';
import type { Documents } from './formats.ts';
import { headlineOfCheck } from './headline/headline.ts';
import { checkWith, diffWith } from './report.fixture.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

const MINUTE = 60_000;

/** Returns the history of two sites with changes and a brown-out. */
function historyWith(text: string, origin: 'recorded' | 'stand-in'): HistoryDocument {
  const night = (day: number, site: string, answer: string): Entry => ({
    ...entryOf(
      {
        name: `live-${day}`,
        site: `https://${site}${text}`,
        at: Date.UTC(2026, 10, day),
        exitCode: 3,
        news: 1,
        reason: `why ${text}`,
      },
      undefined,
    ),
    origin,
    answers: {
      revoked: { 'GET /rest/api/3/project': answer, 'GET /rest/api/3/project/{projectIdOrKey}': answer },
    },
  });
  return historyDocument(
    [
      night(1, 'a-site.example.com', 'refused 401'),
      night(2, 'a-site.example.com', 'removed 410'),
      night(3, 'a-site.example.com', 'refused 401'),
      night(4, 'another-site.example.com', 'ignored 200'),
    ],
    LIBRARY,
  );
}

/** Returns a document of each kind with a text in every place that can hold one, for tests. */
export function documentsWith(text: string, origin: 'recorded' | 'stand-in' = 'recorded'): Documents {
  const standIn = origin === 'stand-in';
  const several = [
    syntheticMeasurement({ day: 0, after: 2 * MINUTE, text, standIn }),
    syntheticMeasurement({
      day: 1,
      after: 9 * MINUTE,
      site: 'https://a-site-with-a-long-name.example.com',
      text,
      standIn,
    }),
    syntheticMeasurement({ day: 2, text, standIn }),
  ];
  const bare = checkWith(text, origin);
  const history = historyWith(text, origin);
  const check: CheckDocument = {
    ...bare,
    history,
    revocations: revocationDocument(several),
    ages: evidenceAges(bare.run.recordings, undefined, undefined),
  };
  const entry = entryOf({ name: 'x', site: text, at: 0, exitCode: 1, news: 1 }, check.run);
  const night: NightDocument = [check, undefined].map((document, i) => ({
    night: {
      site: `site-${i}${text}`,
      exitCode: document ? 1 : 3,
      reason: text,
      expiring: [text],
      notes: [text],
      document,
      entry,
    },
    silent: { nights: 4, last: text },
  }));
  return {
    headline: headlineOfCheck(check),
    check,
    diff: diffWith(text, origin),
    history,
    revocation: revocationDocument(several, 'revocation-1'),
    night,
    'night-summary': night,
    'night-index': night,
    'not-concluded': { site: text, reason: text, history },
    pacts: { answers: bare.run.recordings, results: bare.run.pacts ?? [] },
    explain: { explanations: explanationsWith(text, standIn) },
    'bug-report': check,
    conformance: conformanceWith(text),
    clients: clientsWith(text),
  };
}
