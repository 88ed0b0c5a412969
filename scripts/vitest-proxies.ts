import { ALL_VARIABLES } from '../src/config/variables.ts';

/** Whether a variable of the environment says how this machine reaches the network. */
const isOfMachine = (name: string): boolean =>
  ALL_VARIABLES.some(({ machine, name: own }) => machine && own === name.toUpperCase()) ||
  /^(?:http|all)_proxy$|^node_use_env_proxy$/i.test(name);

/**
 * Takes the proxy and the authorities of this machine out of the environment: tests ask this machine alone, and start
 * processes that do.
 */
export function forgetProxies(): void {
  for (const name of Object.keys(process.env)) if (isOfMachine(name)) delete process.env[name];
}
