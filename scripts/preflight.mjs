// Reports problems of the installation before anything else fails with an obscure error. Plain JavaScript that Node 18 can
// parse; it imports nothing that has to be installed.
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { dependencies, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const needed = engines.node.replace('>=', '').split('.').map(Number);
const running = process.versions.node.split('.').map(Number);

// Vite treats these characters as parts of a URL, and PATH, to which npm adds a folder of the project, is split at colons.
const forbidden = sep === '/' ? /[#?%:]|\p{Cc}/u : /[#?%]/;
const character = forbidden.exec(root)?.[0];
const withinPackages = root.split(sep).includes('node_modules');

const missing = Object.keys(dependencies).filter((name) => !existsSync(join(root, 'node_modules', name)));
const tooOld = running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1]);

/**
 * Links the installed Node to where "npm run" finds it. npm 10 does not do so if packages of several platforms have a program of
 * the same name. The current shell has already located Node, so only the next one uses the link.
 */
function linkNode() {
  const own = `node-${process.platform}-${process.arch}`;
  if (!existsSync(join(root, 'node_modules', own, 'bin', 'node'))) return false;
  try {
    symlinkSync(join('..', own, 'bin', 'node'), join(root, 'node_modules', '.bin', 'node'));
    return true;
  } catch {
    return false;
  }
}

if (character !== undefined || withinPackages) {
  const what = withinPackages
    ? 'is inside a folder node_modules'
    : `contains the character ${JSON.stringify(character)}`;
  console.error(
    `The path of this project, ${JSON.stringify(root)}, ${what}, where its tools do not work. Move it to another folder.`,
  );
  process.exitCode = 2;
} else if (missing.length > 0) {
  console.error(`Packages are not installed (${missing.join(', ')}). Run: npm ci`);
  process.exitCode = 2;
} else if (tooOld && linkNode()) {
  console.error(
    'npm did not link the Node that it installed for this project. It is linked now: run the same command again.',
  );
  process.exitCode = 2;
} else if (tooOld) {
  console.error(
    `Node ${process.versions.node} is too old: this project needs ${engines.node}. ` +
      'On Linux and Windows, "npx npm@11 ci" installs one that "npm run" then uses. ' +
      'Without optional packages, or on macOS and Alpine, install Node 24 yourself.',
  );
  process.exitCode = 2;
}
