import { dayOf } from '../../src/day-of.ts';
import { join } from 'node:path';
import { Option } from 'commander';
import { ACKNOWLEDGEMENTS_FILE } from '../../src/change/acknowledgements.ts';
import { toPng } from '../../src/report/drawings/png.ts';
import { render } from '../../src/report/formats.ts';
import { FILE_LAYOUT } from '../../src/report/layout.ts';
import { readSnapshot, REPORTS } from '../../src/run/snapshot.ts';
import { redact } from '../../src/secrets/redaction.ts';
import { writeFileAtomically } from '../../src/storage/write-file.ts';
import { diffDocument } from '../../src/workflows/diff.ts';
import type { Session } from '../../src/workflows/session.ts';
import { run, type MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { checkCommand } from './check.ts';
import { optionReference } from '../options/option-reference.ts';
import { reportCommand } from './report.ts';

const HELP: CommandHelp = {
  summary: 'Regenerates the option reference, the sample bundle and the pictures in docs/.',
  notes: [
    'Writes docs/options.md from the options of all commands, docs/sample-bundle from the public sets, and docs/*.png: the pictures, and screenshots of the report in Chromium. --only options needs no browser.',
  ],
  exitCodes: {
    0: 'everything is regenerated',
    1: 'the contract is broken',
    2: 'bad usage or files, or Chromium cannot be started',
    3: 'the specs could not be run',
  },
  examples: ['npm run docs', 'npm run docs -- --only options'],
};

const [BASE, HEAD] = ['public-2022-11', 'public-2026-09'];

/** The sets of the change that started this project: a page with an alarm. */
const [BEFORE_ALARM, ALARM] = ['public-2019-11', 'public-2019-12'];

interface DocsOptions {
  readonly into: string;
  readonly chromium: string;
  readonly only?: 'options' | 'samples';
}

type Commands = Readonly<Record<string, MakeCommand>>;

/** Writes the reference of all options, and prints its path. */
function writeOptions(commands: Commands, { into }: DocsOptions, { stdout }: Session): void {
  const path = join(into, 'options.md');
  writeFileAtomically(path, optionReference(commands), 'shared');
  stdout.write(`${path}\n`);
}

/** Writes the sample bundle and the pictures, and returns the exit code. */
async function writeSamples({ into, chromium }: DocsOptions, session: Session): Promise<number> {
  const quiet = { ...session, stdout: { write: () => true } };
  const checked = await run(checkCommand, [HEAD, '--pacts'], quiet);
  if (checked !== 0) return checked;
  const bundle = join(into, 'sample-bundle');
  const bundled = await run(reportCommand, [HEAD, '--baseline', BASE, '--bundle', bundle], quiet);
  if (bundled !== 0) return bundled;
  const today = dayOf(session.clock.now());
  const known = session.acknowledgements(ACKNOWLEDGEMENTS_FILE);
  const diff = diffDocument(readSnapshot(BASE, session.recordings), readSnapshot(HEAD, session.recordings), {
    failOn: 'minor',
    known,
    today,
  });
  const changes = join(into, 'changes.png');
  writeFileAtomically(changes, toPng(redact(render('diff', 'svg', diff, FILE_LAYOUT))), 'shared');
  const alarm = join(REPORTS, ALARM, 'report.html');
  await run(checkCommand, [ALARM, '--baseline', BEFORE_ALARM, '--report', 'html'], quiet);
  // Loaded here: the browser's client is a development dependency that the option reference does not need.
  const { photograph } = await import('../screenshots.ts');
  const shots = await photograph({ alarm, evidence: join(bundle, 'report.html') }, into, chromium);
  session.stdout.write(`${[bundle, changes, ...shots].join('\n')}\n`);
  return 0;
}

/**
 * `docs`: regenerates what is generated in docs/.
 *
 * @param load gives all commands, this one included
 */
export const docsCommandFor =
  (load: () => Promise<Commands>): MakeCommand =>
  (session, setExitCode) =>
    documentedCommand('docs', HELP)
      .addOption(
        new Option('--only <part>', 'regenerate this part only')
          .choices(['options', 'samples'])
          .default(undefined, 'every part'),
      )
      .option('--into <folder>', 'folder to write to', 'docs')
      .option('--chromium <path>', 'path of the browser', '/usr/bin/chromium')
      .action(async (options: DocsOptions) => {
        if (options.only !== 'samples') writeOptions(await load(), options, session);
        if (options.only !== 'options') setExitCode(await writeSamples(options, session));
      });
