// Reports problems of the installation before anything else fails with an obscure error. Plain JavaScript that Node 18 can
// parse; it imports nothing that has to be installed. An argument names what else a command needs: `tools`, the packages in
// tools/; `native`, native code that "npm ci --omit=optional" leaves out.
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { dependencies, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const needed = engines.node.replace('>=', '').split('.').map(Number);
const platform = process.platform === 'win32' ? 'win' : process.platform;
const own = join(root, 'node_modules', `node-${platform}-${process.arch}`);
const running = process.versions.node.split('.').map(Number);

// Vite treats these characters as parts of a URL, and PATH, to which npm adds a folder of the project, is split at colons.
const forbidden = sep === '/' ? /[#?%:]|\p{Cc}/u : /[#?%]/;
const character = forbidden.exec(root)?.[0];
const withinPackages = root.split(sep).includes('node_modules');

const missing = Object.keys(dependencies).filter((name) => !existsSync(join(root, 'node_modules', name)));
const needs = new Set(process.argv.slice(2));
const toolsMissing = needs.has('tools') && !existsSync(join(root, 'tools', 'node_modules'));
const nativeMissing = needs.has('native') && !hasNative();
const tooOld = running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1]);

/** Whether the builds for a machine were installed: that of the bundler, without which no test starts, stands for all. */
function hasNative() {
  try {
    return readdirSync(join(root, 'node_modules', '@rolldown')).some((name) => name.startsWith('binding-'));
  } catch {
    return false;
  }
}

/**
 * Links the installed Node to where "npm run" finds it. npm 10 does not do so if packages of several platforms have a program of
 * the same name. The current shell has already located Node, so only the next one uses the link.
 */
function linkNode() {
  if (!existsSync(join(own, 'bin', 'node'))) return false;
  try {
    symlinkSync(join('..', basename(own), 'bin', 'node'), join(root, 'node_modules', '.bin', 'node'));
    return true;
  } catch {
    return false;
  }
}

/** Removes what only builds of native add-ons need from the Node that was installed: 67 of its 189 MB. */
function removeHeaders() {
  try {
    rmSync(join(own, 'include'), { recursive: true, force: true });
  } catch {
    // A checkout that cannot be written to keeps them.
  }
}

removeHeaders();
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
      'On Linux and Windows "npx npm@11 ci" brings Node 24 along, and "npm run" then uses it; ' +
      'on macOS and Alpine, install Node 24 yourself and run "npm ci" again.',
  );
  process.exitCode = 2;
} else if (nativeMissing) {
  console.error(
    'This command needs the optional packages, which are not installed. Run: npm ci --include=optional',
  );
  process.exitCode = 2;
} else if (toolsMissing) {
  console.error('This command needs the packages in tools/, which are not installed. Run: npm run tools');
  process.exitCode = 2;
}
