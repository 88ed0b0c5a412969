import { diffSchema } from '../../src/report/machine/diff-schema.ts';
import { diffCommand } from '../commands/diff.ts';
import { run } from '../main.ts';

// A process of `bench`: compares the two run files that it is given, and says on stdout what that took.

const out: string[] = [];
const began = performance.now();
await run(diffCommand, [...process.argv.slice(2), '--format', 'json'], {
  stdout: { write: (text) => out.push(text) },
  stderr: process.stderr,
  env: {},
});
const seconds = (performance.now() - began) / 1000;
// In KiB on every system.
const peak = process.resourceUsage().maxRSS / 1024;
const { changes, undecided, summary } = diffSchema.parse(JSON.parse(out.join('')));
const told = changes.length + undecided.length + summary.unchanged;
process.stdout.write(JSON.stringify({ seconds, peak, told }));
