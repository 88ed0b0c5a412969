import { describe, expect, it } from 'vitest';
import { withOwnSignals } from './own-signals.ts';
import { withVitest } from './run-specs.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const listeners = (): unknown[] => SIGNALS.flatMap((name) => process.listeners(name));

describe('while the specs are judged', { timeout: 60_000 }, () => {
  it('nobody ends the process at a signal, and no process of its own is there that one could end', async () => {
    const before = listeners();
    await withVitest('live', [], undefined, async (vitest) => {
      expect(listeners()).toEqual(before);
      expect(vitest.projects.map(({ config }) => config.pool)).toEqual(['threads']);
      await vitest.start();
      expect(listeners()).toEqual(before);
    });
    expect(listeners()).toEqual(before);
  });

  it('a listener that was there stays, and one that comes later is heard again', async () => {
    const [earlier, meanwhile, later] = [(): void => undefined, (): void => undefined, (): void => undefined];
    process.on('SIGTERM', earlier);
    await withOwnSignals(async () => {
      process.once('SIGTERM', meanwhile);
      await Promise.resolve();
      expect(process.listeners('SIGTERM')).not.toContain(meanwhile);
      expect(process.listeners('SIGTERM')).toContain(earlier);
    });
    process.on('SIGTERM', later);
    await Promise.resolve();
    expect(process.listeners('SIGTERM')).toContain(later);
    for (const one of [earlier, later]) process.off('SIGTERM', one);
  });
});
