import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NightDocument } from '../documents/night/night-document.ts';
import { documentsWith } from '../documents.fixture.ts';
import { checkWith, HOSTILE } from '../report.fixture.ts';
import { nightMessage, type MessageKind } from './webhook.ts';

const KINDS: readonly MessageKind[] = ['slack', 'teams', 'json'];

const slack = z.strictObject({
  text: z.string(),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
});

const teams = z.object({
  type: z.literal('message'),
  attachments: z.tuple([
    z.object({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      content: z.object({
        type: z.literal('AdaptiveCard'),
        body: z.array(
          z.object({
            type: z.literal('RichTextBlock'),
            inlines: z.array(z.object({ type: z.literal('TextRun'), text: z.string() })),
          }),
        ),
      }),
    }),
  ]),
});

/** Control characters, marks that change the text direction, and what a receiver reads as markup. */
const CONTROL = String.raw`[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]`;
const ACTING: Record<MessageKind, RegExp> = {
  slack: new RegExp(`${CONTROL}|[<>]|&(?!amp;|lt;|gt;)`),
  teams: new RegExp(CONTROL),
  json: new RegExp(CONTROL),
};

const json = z.object({
  schema: z.literal('jira-token-contract/webhook/1'),
  exitCode: z.int(),
  state: z.string(),
  title: z.string(),
  sites: z.array(z.object({ site: z.string(), origin: z.string(), exitCode: z.int(), summary: z.string() })),
});

const body = (kind: MessageKind, nights: NightDocument): unknown =>
  JSON.parse(nightMessage(nights, 1).body(kind));

/** Returns the texts that people see in a message. */
function shown(kind: MessageKind, nights: NightDocument): string[] {
  const value = body(kind, nights);
  if (kind === 'slack') return [slack.parse(value).text];
  if (kind === 'json') return [json.parse(value).title];
  return teams
    .parse(value)
    .attachments[0].content.body.flatMap(({ inlines }) => inlines.map(({ text }) => text));
}

const USUAL = documentsWith('words').night;
const [FIRST] = USUAL;

describe.each(KINDS)('a message as %s', (kind) => {
  it('tells the event and its sites, the stand-in by name', () => {
    const title = json.parse(body('json', USUAL)).title;
    expect(shown(kind, USUAL).join('\n')).toContain(title);
    expect(JSON.stringify(body(kind, USUAL))).toContain('site-1words');
    expect(JSON.stringify(body(kind, documentsWith('words', 'stand-in').night))).toContain('stand-in');
    expect(nightMessage(USUAL, 1).body(kind)).toBe(nightMessage(USUAL, 1).body(kind));
  });

  it('contains nothing that acts, whatever a site answered', () => {
    for (const text of HOSTILE) {
      const message = nightMessage(documentsWith(text).night, 1).body(kind);
      expect(message.isWellFormed()).toBe(true);
      for (const one of shown(kind, documentsWith(text).night)) {
        expect(one).not.toMatch(ACTING[kind]);
      }
    }
  });

  it('stays below the limits of its receiver, and says where it was cut', () => {
    const many = Array.from({ length: 60 }, (_, i) => {
      if (!FIRST) throw new Error('no night');
      return { ...FIRST, night: { ...FIRST.night, site: `site-${i}-${'<&'.repeat(60)}` } };
    });
    const message = nightMessage(many, 1).body(kind);
    if (kind === 'json') return;
    expect(Buffer.byteLength(message)).toBeLessThan(kind === 'teams' ? 28_000 : 40_000);
    expect(shown(kind, many).join('\n').endsWith('.')).toBe(true);
    expect(shown(kind, many).join('\n')).toContain('…');
  });
});

const quiet = (): NightDocument => {
  if (!FIRST) throw new Error('no night');
  const check = checkWith('words');
  const rows = check.run.rows.filter(({ kind, verdict }) => kind === 'contract' && verdict === 'kept');
  const recordings = { ...check.run.recordings, incomplete: undefined } as typeof check.run.recordings;
  const run = { ...check.run, recordings, rows, failures: [], pacts: [] };
  const document = { ...check, diff: null, run };
  return [{ silent: { nights: 0, last: undefined }, night: { ...FIRST.night, exitCode: 0, document } }];
};

describe('a quiet night', () => {
  it('is recognised as one', () => {
    expect(nightMessage(quiet(), 0).isQuiet).toBe(true);
    expect(nightMessage(USUAL, 1).isQuiet).toBe(false);
  });

  it('is none if its reports could not be written', () => {
    expect(nightMessage(quiet(), 2).isQuiet).toBe(false);
  });
});
