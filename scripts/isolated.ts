import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isIsolated } from '../src/conformance/network.ts';
import { endNetwork } from '../src/conformance/survivors.ts';

/** Ways to get a network of one's own, in which there is nothing but this machine: as root, and for anybody else. */
const NETWORKS = [
  ['--net'],
  // The rights that come with it are only needed to switch the loopback interface on.
  ['--user', '--map-current-user', '--net', '--keep-caps'],
] as const;

/** Switches the loopback interface on. `ip` may be outside the PATH of a user. */
const LOOPBACK = 'PATH="$PATH:/usr/sbin:/sbin" ip link set lo up';

/** Gives the rights up, starts the command, and ends it with this process. */
const START = `${LOOPBACK} && exec setpriv --inh-caps=-all --ambient-caps=-all --pdeathsig TERM -- "$@"`;

/** Says which network it is, for those who end what is left on it. */
const SAY_NETWORK = 'readlink /proc/self/ns/net >&3; exec 3>&-';

/** Returns the options of `unshare` that work here; undefined if none does. */
function workingNetwork(): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  return NETWORKS.find(
    (options) =>
      spawnSync('unshare', [...options, '--', 'sh', '-c', START, 'sh', 'true'], { stdio: 'ignore' })
        .status === 0,
  );
}

/**
 * Runs this process once more on a network of its own, so that nothing that it starts reaches another machine, whatever it does.
 *
 * @param env the environment, before this process took its settings out
 * @returns the exit code; undefined if the network is isolated already, or if that is not possible here
 */
export async function rerunIsolated(
  env: NodeJS.ProcessEnv,
  interrupted: AbortSignal,
): Promise<number | undefined> {
  const network = isIsolated() ? undefined : workingNetwork();
  if (!network) return undefined;
  const own = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  // A terminal sends its signals to this process alone, which passes them on: the other one would take a second as final.
  const child = spawn('unshare', [...network, '--', 'sh', '-c', `${SAY_NETWORK}\n${START}`, 'sh', ...own], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    detached: true,
  });
  const said = child.stdio[3];
  const name = said instanceof Readable ? text(said) : Promise.resolve('');
  const pass = (): void => void child.kill('SIGINT');
  interrupted.addEventListener('abort', pass);
  if (interrupted.aborted) pass();
  const [code]: (number | null)[] = await once(child, 'exit');
  interrupted.removeEventListener('abort', pass);
  await endNetwork((await name).trim());
  return code ?? 3;
}
