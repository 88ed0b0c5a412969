import { ALL_VARIABLES } from '../src/config/variables.ts';

/** Whether a variable of the environment says how this machine reaches the network. */
const isOfMachine = (name: string): boolean =>
  ALL_VARIABLES.some(({ machine, name: own }) => machine && own === name.toUpperCase()) ||
  /^(?:http|all)_proxy$|^node_use_env_proxy$/i.test(name);

/** The variable in which tests find what was taken out, as JSON, for the few programs that need a package registry. */
const TAKEN_OUT = 'TESTS_MACHINE_NETWORK';

/**
 * Takes the proxy and the authorities of this machine out of the environment: tests ask this machine alone, and start
 * processes that do.
 */
export function forgetProxies(): void {
  const taken = Object.entries(process.env).filter(([name]) => isOfMachine(name));
  // The process of the tests, and those that it starts, load this configuration too.
  process.env[TAKEN_OUT] ??= JSON.stringify(Object.fromEntries(taken));
  for (const [name] of taken) delete process.env[name];
}

/** Returns how this machine reaches its package registry: what was taken out, and the settings of npm. */
export function registrySettings(): Record<string, string> {
  const settings = Object.entries(process.env).filter(([name]) => /^npm_config_|^HOME$/i.test(name));
  const taken: Record<string, string> = JSON.parse(process.env[TAKEN_OUT] ?? '{}');
  return { ...taken, ...Object.fromEntries(settings.map(([name, value = '']) => [name, value])) };
}
