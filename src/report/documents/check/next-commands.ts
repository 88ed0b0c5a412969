import { failing } from '../../../findings/findings.ts';
import type { Block } from '../../blocks/blocks.ts';
import type { CheckDocument } from './check-document.ts';
import { checkFindings } from '../settled-document.ts';

/** A command to paste, and what it is for. */
export interface NextCommand {
  readonly purpose: string;
  readonly command: string;
}

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const option = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [name, quoted(value)];

/** The baseline that has to be named: the usual one of a live run does not. */
function baseOf({ run, diff, askedWith }: CheckDocument): string | undefined {
  if (askedWith?.baseline !== undefined) return askedWith.baseline;
  return run.recordings.origin === 'transcribed' ? (diff?.base.name ?? 'none') : undefined;
}

/** The level has to be named where it is not the usual one. */
const failOnOf = ({ diff }: CheckDocument): string | undefined =>
  diff && diff.failOn !== 'minor' ? diff.failOn : undefined;

/** Whether `accept` takes the run: it was seen at a site, and is whole. */
function isAcceptable(document: CheckDocument): boolean {
  const { origin, only } = document.run.recordings;
  return origin === 'recorded' && only === undefined && checkFindings(document).inconclusive.length === 0;
}

/** The commands after which the next run does not fail by the same findings; none where nothing fails. */
export function nextCommands(document: CheckDocument): NextCommand[] {
  if (failing(checkFindings(document)).length === 0) return [];
  const { run, askedWith = {} } = document;
  const { name } = run.recordings;
  const site = option('--site', askedWith.site);
  const accept = [
    'npm run accept --',
    quoted(name),
    ...site,
    ...option('--acknowledged', askedWith.acknowledged),
  ];
  const acknowledge = [
    'npm run acknowledge -- --all-new',
    ...option('--head', name),
    ...option('--base', baseOf(document)),
    ...site,
    ...option('--fail-on', failOnOf(document)),
    ...option('--file', askedWith.acknowledged),
  ];
  return [
    ...(isAcceptable(document)
      ? [{ purpose: 'If this is how it is from now on', command: accept.join(' ') }]
      : []),
    { purpose: 'If it is known and the baseline stays', command: acknowledge.join(' ') },
  ];
}

/** The same as blocks. */
export function commandBlocks(document: CheckDocument): Block[] {
  return nextCommands(document).map((one): Block => ({ kind: 'command', ...one }));
}
