import { describe, expect, it } from 'vitest';
import type { Answer } from '../../classify/answer.ts';
import { RULES } from '../../change/rules.ts';
import { openLibrary } from '../../evidence/recording-library.ts';
import { entryOf, type Entry } from '../../history/entry.ts';
import { lineText } from '../blocks/blocks.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { historyDocument } from '../documents/history/history-document.ts';
import { boxesOf, boxesOfFault, type Boxes } from './boxes.ts';
import { changesOf, checkOf, IGNORED, probesOf, REFUSED, rowsFor } from './events.fixture.ts';
import { headlineOfCheck } from './headline.ts';

const PROBES = probesOf(
  ['revoked', 'mistyped'],
  ['GET /rest/api/3/project', 'GET /rest/api/3/project/search'],
);

const CONTROLS = [
  ...rowsFor(probesOf(['valid'], ['GET /rest/api/3/myself']), 'contract', 'kept', {
    status: 200,
    treatment: 'accepted',
    mark: 'account-id',
  }),
  ...rowsFor(probesOf(['missing'], ['GET /rest/api/3/myself']), 'contract', 'kept', REFUSED),
];

const rows = [...CONTROLS, ...rowsFor(PROBES, 'contract', 'kept')];

const NEW = checkOf({ rows, changes: changesOf('guard-loosened', PROBES) });

const FAULT = { site: 'acme', reason: 'JIRA_EMAIL is not set', lastConcluded: '2026-11-24', nights: 3 };

const STATES: Readonly<Record<string, Boxes>> = {
  new: boxesOf(NEW),
  broken: boxesOf(checkOf({ rows: [...CONTROLS, ...rowsFor(PROBES, 'contract', 'broken')] })),
  fixed: boxesOf(
    checkOf({
      rows: [
        ...CONTROLS,
        ...rowsFor(PROBES, 'contract', 'broken', REFUSED),
        ...rowsFor(PROBES, 'wanted', 'kept', REFUSED),
      ],
      changes: [],
    }),
  ),
  undecided: boxesOf(checkOf({ rows: [...CONTROLS, ...rowsFor(PROBES, 'contract', 'inconclusive')] })),
  quiet: boxesOf(checkOf({ rows, changes: [] })),
  settings: boxesOfFault({ ...FAULT, exitCode: 2 }),
  'not asked': boxesOfFault({ ...FAULT, exitCode: 3 }),
};

const texts = ({ howBad, howSure, sinceWhen, whatNow }: Boxes): string[] =>
  [howBad, howSure, sinceWhen, whatNow.line].map(lineText);

const commandsOf = ({ whatNow }: Boxes): string => whatNow.commands.map(({ command }) => command).join('\n');

describe.each(Object.entries(STATES))('the boxes of %s', (_name, boxes) => {
  it('answer all four questions in whole sentences', () => {
    for (const text of texts(boxes)) {
      expect(text).toMatch(/^[A-Z0-9]/);
      expect(text).not.toMatch(/undefined|NaN|\[object| {2}|\.\.|\s\./);
      expect(text.length).toBeGreaterThan(10);
    }
  });
});

it('differ by state', () => {
  const all = Object.values(STATES).map((boxes) => texts(boxes).join('\n'));
  expect(new Set(all).size).toBe(all.length);
});

/** Returns what is said of a valid token whose answer is now another one. */
const wordsFor = (answer: Answer): string =>
  lineText(
    boxesOf(
      checkOf({
        rows,
        changes: changesOf('another-account', probesOf(['valid'], ['GET /rest/api/3/project'])).map(
          (change) => ({ ...change, after: answer }),
        ),
      }),
    ).howBad,
  );

describe('how bad', () => {
  it('names what a client now gets, and what it got before', () => {
    const [howBad = ''] = texts(boxesOf(NEW));
    expect(howBad).toMatch(/\b200\b.*\b401\b/);
  });

  it.each(RULES.map(({ id }) => id))('of %s names no answer as new that is the old one', (rule) => {
    const changes = changesOf(rule, PROBES).map((change) => ({ ...change, after: change.before }));
    const text = lineText(boxesOf(checkOf({ rows, changes })).howBad);
    expect(text).not.toMatch(/\b401\b.*\b401\b/);
    expect(text).not.toMatch(/now gets 401/);
  });

  it('does not say that an operation answers nobody if it is back', () => {
    const restored = boxesOf(checkOf({ rows, changes: changesOf('operation-restored', PROBES) }));
    const removed = boxesOf(checkOf({ rows, changes: changesOf('operation-removed', PROBES) }));
    expect(lineText(restored.howBad)).not.toMatch(/every client/i);
    expect(lineText(removed.howBad)).toMatch(/every client/i);
  });

  it('does not take another account for the own one, nor data for an empty result', () => {
    const own: Answer = { status: 200, treatment: 'accepted', mark: 'account-id' };
    expect(wordsFor({ ...own, mark: 'another-account' })).not.toBe(wordsFor(own));
    expect(wordsFor({ ...IGNORED, shape: ['x'] })).not.toBe(wordsFor(IGNORED));
  });

  it('names the other statuses too', () => {
    const changes = changesOf('guard-loosened', PROBES).map((change, i) =>
      i === 0 ? { ...change, after: { ...IGNORED, status: 404 } } : change,
    );
    const [howBad = ''] = texts(boxesOf(checkOf({ rows, changes })));
    expect(howBad).toMatch(/\b200\b.*\b401\b.*\b404\b/);
  });
});

const sureOf = (certainty: object | undefined): string => {
  const certain = rows.map((row) => (certainty ? { ...row, certainty } : row));
  return lineText(boxesOf(checkOf({ rows: certain, changes: changesOf('guard-loosened', PROBES) })).howSure);
};

describe('how sure', () => {
  it('says how often the answers were given, and by which controls they are judged', () => {
    expect(sureOf({ times: 3 })).toMatch(/\b3 of 3\b.*valid accepted 200.*missing refused 401.*\b0 of 6\b/);
    expect(sureOf({ times: 3, dissent: [401] })).toContain('3 of 4');
  });

  it('claims no confirmation if each probe was asked once', () => {
    expect(sureOf(undefined)).not.toMatch(/confirmed|\d of \d times/);
  });

  it('gives the grades of transcribed answers, and asks no site', () => {
    const source = {
      grade: 'measured',
      date: '2026-11-20',
      source: 'https://example.com',
      note: 'n',
    } as const;
    const sourced = rows.map((row) => ({ ...row, sources: [source] }));
    const document = checkOf({ rows: sourced, changes: [], origin: 'transcribed' });
    expect(lineText(boxesOf(document).howSure)).toMatch(/6 measured/);
  });
});

/** Returns a night in which the probes were answered in one way. */
const night = (day: number, answer: string): Entry => ({
  ...entryOf(
    { name: `live-2026-11-${day}`, site: 'acme', at: Date.UTC(2026, 10, day, 3, 23), exitCode: 0, news: 0 },
    undefined,
  ),
  answers: { revoked: { 'GET /rest/api/3/project': answer } },
});

const after = (...nights: Entry[]): CheckDocument => ({
  ...NEW,
  history: historyDocument(nights, openLibrary()),
});

describe('since when', () => {
  it('is the last time of another answer, with its zone and the number of nights alike', () => {
    const document = after(
      night(22, 'ignored 200'),
      night(23, 'refused 401'),
      night(24, 'refused 401'),
      night(25, 'refused 401'),
    );
    expect(lineText(boxesOf(document).sinceWhen)).toMatch(/2026-11-25 03:23 UTC.*\b3\b/);
  });

  it('does not count the run itself', () => {
    const document = after(night(25, 'refused 401'), night(26, 'ignored 200'));
    expect(lineText(boxesOf(document).sinceWhen)).toContain('2026-11-25 03:23 UTC');
  });

  it('is the baseline if there is no history', () => {
    expect(lineText(boxesOf(NEW).sinceWhen)).toContain('2026-11-25');
  });

  it('says for how many runs nothing was new', () => {
    const document = { ...after(night(23, 'x 1'), night(24, 'x 1')), diff: checkOf({ changes: [] }).diff };
    expect(headlineOfCheck(document).state).toBe('quiet');
    expect(lineText(boxesOf(document).sinceWhen)).toMatch(/\b2 runs\b.*2026-11-23 03:23 UTC/);
  });
});

describe('what now', () => {
  it('is a request, the bundle, and both ways to end the alarm, for the same site', () => {
    const boxes = boxesOf(NEW);
    expect(boxes.whatNow.curl).toContain('/rest/api/3/project');
    expect(commandsOf(boxes)).toMatch(/report.* --bundle /);
    expect(commandsOf(boxes)).toMatch(/accept.* --site acme/);
    expect(commandsOf(boxes)).toMatch(/acknowledge.* --site acme/);
  });

  it('is nothing if nothing is new', () => {
    const { whatNow } = boxesOf(checkOf({ rows, changes: [] }));
    expect([whatNow.commands, whatNow.curl]).toEqual([[], undefined]);
  });

  it('names the setting that is wrong', () => {
    const boxes = boxesOfFault({ ...FAULT, exitCode: 2, name: 'acme' });
    expect(lineText(boxes.whatNow.line)).toContain(FAULT.reason);
    expect(commandsOf(boxes)).toContain('--site acme');
  });
});
