import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import type { Behaviour } from '../src/stand-in/behaviours.ts';
import { checkCommand } from './commands/check.ts';
import type { Called } from './commands/commands.fixture.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { useFolder } from './temporary-project.fixture.ts';

const project = useFolder();

const DAY = 86_400_000;

const FAST = ['--core', '--settings', devNull, '--confirm-after', '0', '--acknowledged', 'known.json'];

const night = async (behaviour: Behaviour, args: readonly string[] = [], env = {}): Promise<Called> => {
  writeFileSync('known.json', '[]');
  project.site.become(behaviour);
  const ended = await project.call(nightlyCommand, ['--no-doctor', ...args, ...FAST], {
    clock: project.clock,
    ...env,
  });
  await project.clock.sleep(DAY, new AbortController().signal);
  return ended;
};

/** Returns the files that a page links to, as paths from the working folder. */
const filesLinked = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/ href="(?!https?:|#|data:)([^"]+)"/g)].map(([, path = '']) =>
    join(dirname(page), path),
  );

const expectAlive = (...pages: readonly string[]): string[] => {
  const files = pages.flatMap(filesLinked);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  return files;
};

describe('the pages of a night', { timeout: 60_000 }, () => {
  it('link to the runs that changed, and to none that is gone or is about to be removed', async () => {
    for (const behaviour of ['2026-09', 'wanted', '2026-09', 'wanted'] as const) await night(behaviour);
    const pages = ['report.html', 'history.html'].map((name) => join('reports', 'nightly', name));
    expect(expectAlive(...pages).filter((file) => file.endsWith('run.json')).length).toBeGreaterThan(2);
    expect(expectAlive(...pages)).toContain(join('reports', 'nightly', 'report.html'));
    // The next night removes all runs but the newest.
    await night('2026-09', ['--keep', '1']);
    expectAlive(...pages);
    // A check removes nothing that the pages link to.
    await night('wanted');
    await project.call(checkCommand, ['--live', '--keep', '1', ...FAST], { clock: project.clock });
    expectAlive(...pages);
    await project.call(historyCommand, ['--format', 'html', '--out', 'page.html']);
    expect(expectAlive('page.html').length).toBeGreaterThan(0);
  });

  it('of several sites link from the folder of each site', async () => {
    writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]');
    const env = Object.fromEntries(
      ['ACME_', 'BETA_'].flatMap((prefix) =>
        Object.entries(environmentFor(project.site.origin)).map(([name, value]) => [prefix + name, value]),
      ),
    );
    for (const behaviour of ['2026-09', 'wanted'] as const) await night(behaviour, [], { env });
    const folder = join('reports', 'nightly');
    const pages = ['acme/report.html', 'beta/report.html', 'report.html', 'history.html'];
    const files = expectAlive(...pages.map((name) => join(folder, name)));
    expect(files).toContain(join(folder, 'acme', 'report.html'));
  });
});
