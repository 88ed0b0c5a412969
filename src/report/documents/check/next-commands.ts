import { failingFindings } from '../../../findings/findings.ts';
import type { Block } from '../../blocks/blocks.ts';
import type { NextCommand } from '../../headline/model.ts';
import type { CheckDocument } from './check-document.ts';
import { checkFindings } from '../settled-document.ts';

/** Quotes a word for a POSIX shell if necessary. */
export const quoteForShell = (word: string): string =>
  /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const option = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [name, quoteForShell(value)];

/** Returns the baseline to name explicitly; undefined for the default baseline of a live run. */
function explicitBaseline({ run, diff, askedWith }: CheckDocument): string | undefined {
  if (askedWith?.baseline !== undefined) return askedWith.baseline;
  return run.recordings.origin === 'transcribed' ? (diff?.base.name ?? 'none') : undefined;
}

/** Returns the level to name explicitly; undefined for the default level. */
const explicitFailOn = ({ diff }: CheckDocument): string | undefined =>
  diff && diff.failOn !== 'minor' ? diff.failOn : undefined;

/** Whether `accept` takes the run: it was recorded at a site and is conclusive. */
function isAcceptable(document: CheckDocument): boolean {
  const { origin, only } = document.run.recordings;
  return origin === 'recorded' && only === undefined && checkFindings(document).inconclusive.length === 0;
}

/** Returns the commands that keep the next run from failing with the same findings; none if nothing fails. */
export function nextCommands(document: CheckDocument): NextCommand[] {
  if (failingFindings(checkFindings(document)).length === 0) return [];
  const { run, askedWith = {} } = document;
  const { name } = run.recordings;
  const site = option('--site', askedWith.site);
  const accept = [
    'npm run accept --',
    quoteForShell(name),
    ...site,
    ...option('--acknowledged', askedWith.acknowledged),
  ];
  const acknowledge = [
    'npm run acknowledge -- --all-new',
    ...option('--head', name),
    ...option('--base', explicitBaseline(document)),
    ...site,
    ...option('--fail-on', explicitFailOn(document)),
    ...option('--file', askedWith.acknowledged),
  ];
  return [
    ...(isAcceptable(document)
      ? [{ purpose: 'To make this run the new baseline', command: accept.join(' ') }]
      : []),
    { purpose: 'To acknowledge the findings and keep the baseline', command: acknowledge.join(' ') },
  ];
}

/** Returns the name of the baseline, if a command can find it by that. */
function baselineName({ diff, askedWith }: CheckDocument): string | undefined {
  const name = askedWith?.baseline ?? diff?.base.name ?? '';
  return /^[\w./-]+$/.test(name) ? name : undefined;
}

/** Returns the command that writes what to attach to a bug report; none if there is nothing to report to Atlassian. */
export function bundleCommand(document: CheckDocument): NextCommand[] {
  const { file, run } = document;
  const worse = failingFindings(checkFindings(document)).filter(({ state }) => state !== 'fixed');
  if (file === undefined || worse.length === 0) return [];
  const command = [
    'npm run report --',
    quoteForShell(run.recordings.name),
    ...option('--baseline', baselineName(document)),
    '--bundle reports/bundle',
  ];
  return [{ purpose: 'To write what to attach to a bug report', command: command.join(' ') }];
}

/** Returns {@link nextCommands} as blocks. */
export function commandBlocks(document: CheckDocument): Block[] {
  return nextCommands(document).map((next): Block => ({ kind: 'command', ...next }));
}
