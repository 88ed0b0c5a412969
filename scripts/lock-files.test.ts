import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');

const names = z.record(z.string(), z.string()).default({});

const entry = z.looseObject({
  version: z.string().optional(),
  integrity: z.string().optional(),
  engines: z.unknown().optional(),
  libc: z.array(z.string()).optional(),
  optionalDependencies: names,
  dependencies: names,
  devDependencies: names,
});

const read = <Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> =>
  schema.parse(JSON.parse(readFileSync(join(ROOT, file), 'utf8')));

const lockedIn = (folder: string): Record<string, z.infer<typeof entry>> =>
  read(join(folder, 'package-lock.json'), z.object({ packages: z.record(z.string(), entry) })).packages;

const manifest = z.object({
  engines: z.object({ node: z.string() }).optional(),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
});

/** Whether Node finds a package from another one: in its own folder, or in one above it. */
function isFound(packages: Record<string, unknown>, from: string, name: string): boolean {
  const folders = from.split('node_modules/').map((_, i, all) => all.slice(0, i + 1).join('node_modules/'));
  return [from === '' ? '' : `${from}/`, ...folders].some(
    (folder) => `${folder}node_modules/${name}` in packages,
  );
}

describe.each(['.', 'tools'])('the lock file in %s', (folder) => {
  const packages = lockedIn(folder);

  it('names the hash of every package', () => {
    const others = Object.entries(packages).filter(([path]) => path !== '');
    expect(others.length).toBeGreaterThan(100);
    expect(
      others.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true).map(([path]) => path),
    ).toEqual([]);
  });

  it('is of this package.json', () => {
    const { dependencies, devDependencies, optionalDependencies } = read(
      join(folder, 'package.json'),
      manifest,
    );
    expect(packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });

  it('has the builds of every package for every machine', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isFound(packages, path, name))
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the Node that is brought along', () => {
  const packages = lockedIn('.');
  const { engines, optionalDependencies } = read('package.json', manifest);

  it.each(Object.keys(optionalDependencies))(
    'is left out where the installed one is new enough: %s',
    (name) => {
      expect(packages[`node_modules/${name}`]?.engines).toEqual({ node: engines?.node.replace('>=', '<') });
    },
  );

  it.each(Object.keys(optionalDependencies).filter((name) => name.startsWith('node-linux-')))(
    'is left out where it cannot start, with another C library: %s',
    (name) => {
      expect(packages[`node_modules/${name}`]?.libc).toEqual(['glibc']);
    },
  );
});
