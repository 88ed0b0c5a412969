// Marks in package-lock.json for which machines a Node is brought along, which its packages do not say: npm then leaves
// out 190 MB where the installed Node is new enough, and a program that cannot start where the C library is not glibc.
// To be run after the lock file was regenerated: `node scripts/lock.mjs`. Plain JavaScript: it may run on an old Node.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'package-lock.json');
const { engines, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(file, 'utf8'));

for (const name of Object.keys(optionalDependencies)) {
  const entry = lock.packages[`node_modules/${name}`];
  entry.engines = { node: engines.node.replace('>=', '<') };
  if (name.startsWith('node-linux-')) entry.libc = ['glibc'];
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
