import { networkInterfaces } from 'node:os';

/** Whether this process can reach nothing but this machine: no other interface has an address. */
export function isIsolated(interfaces = networkInterfaces()): boolean {
  return Object.values(interfaces).every((addresses) => addresses?.every(({ internal }) => internal) ?? true);
}
