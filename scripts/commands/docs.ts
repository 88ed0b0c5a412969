import { join } from 'node:path';
import { Command } from 'commander';
import { redact } from '../../src/secrets/redaction.ts';
import { writeFileAtomically } from '../../src/storage/write-file.ts';
import { render } from '../../src/report/formats.ts';
import { toPng } from '../../src/report/drawings/png.ts';
import { readSnapshot } from '../../src/run/snapshot.ts';
import { diffDocument } from '../../src/workflows/diff.ts';
import { dayOf } from '../../src/workflows/session.ts';
import { run, type MakeCommand } from '../main.ts';
import { PLAIN } from '../../src/report/layout.ts';
import { photograph } from '../screenshots.ts';
import { checkCommand } from './check.ts';
import { reportCommand } from './report.ts';
import { ACKNOWLEDGED } from '../../src/change/acknowledgements.ts';

const HELP = `
Writes docs/sample-bundle from the public sets, and docs/*.png: the pictures,
and screenshots of the report as Debian's Chromium shows it.

Exit code: 0 they are renewed, 1 the contract is broken, 2 bad usage or files,
or Chromium is not there, 3 the specs could not be run.`;

const [BASE, HEAD] = ['public-2022-11', 'public-2026-09'];

/** `docs`: renews the samples and the pictures of the documentation. */
export const docsCommand: MakeCommand = (session, setExitCode) =>
  new Command('docs')
    .description('Renews the sample bundle and the pictures in docs/.')
    .option('--into <folder>', 'where they go', 'docs')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .addHelpText('after', HELP)
    .action(async ({ into, chromium: browser }: { into: string; chromium: string }) => {
      const quiet = { ...session, stdout: { write: () => true } };
      const checked = await run(checkCommand, [HEAD, '--pacts'], quiet);
      if (checked !== 0) return setExitCode(checked);
      const bundle = join(into, 'sample-bundle');
      const bundled = await run(reportCommand, [HEAD, '--baseline', BASE, '--bundle', bundle], quiet);
      if (bundled !== 0) return setExitCode(bundled);
      const today = dayOf(session.clock.now());
      const options = { acknowledged: ACKNOWLEDGED, failOn: 'minor', today } as const;
      const diff = diffDocument(readSnapshot(BASE), readSnapshot(HEAD), options);
      writeFileAtomically(
        join(into, 'changes.png'),
        toPng(redact(render('diff', 'svg', diff, PLAIN))),
        'shared',
      );
      const shots = await photograph(join(bundle, 'report.html'), into, browser);
      session.stdout.write(`${[bundle, join(into, 'changes.png'), ...shots].join('\n')}\n`);
    });
