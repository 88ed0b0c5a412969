// Says clearly what is wrong before anything else fails in a riddle. Plain JavaScript that Node 18 can parse;
// it imports nothing that needs an installation.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { dependencies, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const needed = engines.node.replace('>=', '').split('.').map(Number);
const running = process.versions.node.split('.').map(Number);

const missing = Object.keys(dependencies).filter((name) => !existsSync(join(root, 'node_modules', name)));
const tooOld = running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1]);

if (missing.length > 0) {
  console.error(`Packages are not installed (${missing.join(', ')}). Run: npm ci`);
  process.exitCode = 2;
} else if (tooOld) {
  console.error(
    `Node ${process.versions.node} is too old: this project needs ${engines.node}. ` +
      'On Linux and Windows "npm ci" brings one along that "npm run" then uses; ' +
      'with --omit=optional, or on macOS, install Node 24 yourself.',
  );
  process.exitCode = 2;
}
