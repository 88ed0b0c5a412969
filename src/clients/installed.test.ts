import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { readClients } from './client-file.ts';
import { install } from './installed.ts';

it('gives a client an absolute folder without links, as it prints it, however the folder for packages is named', async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'clients', 'curl'), { recursive: true });
  mkdirSync(join(root, 'packages'));
  symlinkSync(join(root, 'packages'), join(root, 'link'));
  writeFileSync(join(root, 'clients', 'uses.mjs'), '');
  writeFileSync(
    join(root, 'clients', 'curl', 'client.yml'),
    'source: curl\npackage: curl\nlicence: curl\nuses: {}\n',
  );
  const [client] = readClients(join(root, 'clients'));
  if (!client) throw new TypeError('There is no client.');
  const installed = await install(client, relative(process.cwd(), join(root, 'link')), process.env);
  // A system may lack curl.
  const expected = expect.toSatisfy((folder: string) => folder.startsWith(join(root, 'packages')));
  expect(installed?.folder ?? join(root, 'packages')).toEqual(expected);
});
