import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isRunning } from '../src/conformance/observe.fixture.ts';
import { conformanceResultSchema } from '../src/conformance/result.ts';
import { temporaryFolder } from '../src/temporary-folder.fixture.ts';
import { runCommand } from './project-copy.fixture.ts';

const ROOT = join(import.meta.dirname, '..');

/** An address of this machine that is not its loopback one: from an isolated network, it is as far away as any other. */
const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

/** Whether this system gives a process a network of its own. */
const canIsolate = [[], ['--user', '--map-current-user']].some(
  (options) => spawnSync('unshare', [...options, '--net', 'true']).status === 0,
);

it.skipIf(!canIsolate)('ends what left its group, its home and its folder', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const [client, pids] = [join(folder, 'client.mjs'), join(folder, 'pids')];
  writeFileSync(
    client,
    `import { spawn } from 'node:child_process';
     import { appendFileSync } from 'node:fs';
     const options = { detached: true, cwd: '/', env: {}, stdio: 'ignore' };
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options);
     child.unref();
     appendFileSync(process.argv[2], child.pid + '\\n');`,
  );
  const args = [
    'conformance',
    '--config',
    join(folder, 'none.yml'),
    '--only',
    'valid',
    '--',
    'node',
    client,
    pids,
  ];
  await runCommand(ROOT, ['scripts/cli.ts', ...args]);
  const left = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
  expect(left).toHaveLength(2);
  expect(left.filter(isRunning)).toEqual([]);
});

const PHONES_HOME = `import { connect } from 'node:net';
const [host, port] = process.argv.slice(2);
connect(Number(port), host).once('error', ({ code }) => console.log(code)).once('connect', () => process.exit());
`;

it.skipIf(address === undefined)(
  'keeps a program that ignores proxies from other machines, or says that it does not',
  { timeout: 60_000 },
  async () => {
    let calls = 0;
    const listener = createServer((socket) => {
      calls += 1;
      socket.destroy();
    }).listen(0, address);
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const client = join(temporaryFolder(), 'client.mjs');
    writeFileSync(client, PHONES_HOME);
    const args = [
      'conformance',
      '--only',
      'valid',
      '--format',
      'json',
      '--',
      'node',
      client,
      address ?? '',
      String(port),
    ];
    const { out } = await runCommand(ROOT, ['scripts/cli.ts', ...args]);
    const { isolated } = conformanceResultSchema.parse(JSON.parse(out));
    expect(isolated).toBe(canIsolate);
    expect(calls > 0).toBe(!isolated);
    listener.close();
  },
);
