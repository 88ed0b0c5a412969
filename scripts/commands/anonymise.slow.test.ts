import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import type { MakeCommand } from '../main.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { checkCommand } from './check.ts';
import { nightlyCommand } from './nightly.ts';
import { recordCommand } from './record.ts';
import { reportCommand } from './report.ts';

// The site's own names, in words that stand nowhere in this project.
const [ALIAS, OTHER, KEY, CLOUD] = ['quagmire', 'zanzibar', 'QUAGG', '5f1e0b7c-9a3d-4c2e-8b6f-0123456789ab'];

const project = useFolder();

const FAST = ['--settings', devNull, '--confirm-after', '0', '--core'];

const environment = (): Record<string, string> =>
  Object.fromEntries(
    [ALIAS, OTHER].flatMap((name) =>
      Object.entries({
        ...environmentFor(project.site.origin),
        JIRA_PROJECT_KEY: KEY,
        JIRA_ISSUE_KEY: `${KEY}-7`,
        JIRA_CLOUD_ID: CLOUD,
      }).map(([variable, value]) => [`${name.toUpperCase()}_${variable}`, value]),
    ),
  );

const call = async (command: MakeCommand, ...args: readonly string[]): Promise<string> => {
  const { out, err } = await project.call(command, args, { env: environment() });
  return `${out}\n${err}`;
};

/** All that was written, with the names of files and folders. */
const written = (): string =>
  readdirSync(project.path, { withFileTypes: true, recursive: true })
    .filter(({ name }) => !['sites.json', 'repeated.json'].includes(name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path.slice(project.path.length)}\n${entry.isFile() ? readFileSync(path, 'latin1') : ''}`;
    })
    .join('\n');

/** What must not be found, in any letter case and with or without hyphens. */
const named = (text: string): string[] => {
  const plain = text.toLowerCase();
  const { host } = new URL(project.site.origin);
  return [ALIAS, OTHER, KEY, CLOUD, CLOUD.replaceAll('-', ''), host, encodeURIComponent(host)].filter(
    (name) => plain.includes(name.toLowerCase()),
  );
};

/** The site repeats its own names in an error. */
const repeatNames = (alias = ''): void => {
  const text = `No ${KEY}-123 or ${KEY.toLowerCase()}-9 at ${alias.toUpperCase()}, ${CLOUD.toUpperCase()}, ${CLOUD.replaceAll('-', '')}, /project/${KEY.toLowerCase()}.`;
  project.site.inject({
    kind: 'status',
    status: 404,
    json: JSON.stringify({ errorMessages: [text] }),
    when: ({ path }) => path.includes(KEY),
  });
};

it('names no site in an anonymised night: in files, file names and output', async () => {
  writeFileSync('sites.json', JSON.stringify([{ name: ALIAS }, { name: OTHER }]));
  repeatNames();
  const printed = await call(nightlyCommand, ...FAST, '--anonymise', '--format', 'markdown');
  expect(named(printed)).toEqual([]);
  expect(named(written())).toEqual([]);
  expect(written().length).toBeGreaterThan(10_000);
});

it.each([
  ['check', checkCommand, ['--live', '--report', 'html', '--report', 'json']],
  ['record', recordCommand, ['kept', '--into', 'sets']],
] as const)('names no site where a %s is anonymised', async (_, command, args) => {
  repeatNames(ALIAS);
  await call(command, ...args, ...FAST, '--site', ALIAS, '--anonymise');
  expect(named(written())).toEqual([]);
});

it('removes the names from a stored run as well', async () => {
  repeatNames(ALIAS);
  await call(checkCommand, '--live', ...FAST, '--site', ALIAS);
  const run = readdirSync('reports').find((name) => name.startsWith('live-')) ?? '';
  expect(named(written())).not.toEqual([]);
  const printed: string[] = [];
  for (const format of ['json', 'html', 'markdown', 'sarif', 'junit', 'text']) {
    printed.push(await call(reportCommand, run, '--anonymise', '--format', format));
  }
  expect(printed.join('').length).toBeGreaterThan(10_000);
  expect(named(printed.join('\n'))).toEqual([]);
});
