import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { lockedVersion, readClients } from './client-file.ts';

const clients = readClients();

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string }>>;
}

const numberOf = (source: string): number => clients.filter((one) => one.source === source).length;

describe('the clients', () => {
  it('are thirteen, of npm, Debian and curl', () => {
    expect(['npm', 'debian', 'curl'].map(numberOf)).toEqual([9, 3, 1]);
  });

  it.each(clients.filter(({ source }) => source === 'npm').map((client) => [client.name, client] as const))(
    'have version and licence of their lock file: %s',
    (_, client) => {
      const lock = JSON.parse(readFileSync(join(client.folder, 'package-lock.json'), 'utf8')) as Lock;
      const locked = lock.packages[`node_modules/${client.package}`];
      expect(lockedVersion(client)).toBe(locked?.version);
      // One of them names its licence in a file alone.
      expect(client.licence).toBe(locked?.license ?? 'MIT');
    },
  );
});

/** Reads the description of one client. */
function read(text: string): unknown {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a-client'));
  writeFileSync(join(folder, 'a-client', 'client.yml'), text);
  return readClients(folder);
}

describe('a description of a client', () => {
  const GOOD = `
source: npm
package: a-client
licence: MIT
uses: { list: { calls: list(), finds: projects, run: { command: [node, driver.mjs] } } }
`;

  it('has a name, uses that work now, and a command', () => {
    expect(read(GOOD)).toMatchObject([
      {
        name: 'a-client',
        isMcpServer: false,
        uses: { list: { works: 'now', run: { drive: 'command', command: ['node', 'driver.mjs'] } } },
      },
    ]);
  });

  it.each([
    ['no YAML', 'a: [', 'bad-json'],
    ['another source', GOOD.replace('npm', 'pip'), 'bad-fixture'],
    ['a use that does not work, and no reason', GOOD.replace('finds', 'works: never, finds'), 'bad-fixture'],
    ['a reason, although it works', GOOD.replace('finds', 'why: x, finds'), 'bad-fixture'],
    ['a use without a command', GOOD.replace('[node, driver.mjs]', '[]'), 'bad-fixture'],
    ['a key that does not exist', `${GOOD}x: 1\n`, 'bad-fixture'],
  ])('is refused in a sentence that names the file: %s', (_what, text, code) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('client.yml') as string }),
    );
  });
});
