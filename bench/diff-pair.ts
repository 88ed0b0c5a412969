import { ACKNOWLEDGEMENTS_FILE } from '../src/change/acknowledgements.ts';
import { diffSchema } from '../src/report/machine/diff-schema.ts';
import { diff } from '../src/workflows/diff.ts';
import { openSession } from '../src/workflows/session.ts';

// A child process of `bench`: compares two run files, and prints the time and memory that it took.

const [base = '', head = ''] = process.argv.slice(2);
const out: string[] = [];
const session = openSession({
  stdout: { write: (text) => out.push(text) },
  stderr: process.stderr,
  env: {},
});
const began = performance.now();
await diff(
  base,
  head,
  { format: 'json', failOn: 'minor', acknowledged: ACKNOWLEDGEMENTS_FILE, all: false },
  session,
);
const seconds = (performance.now() - began) / 1000;
// In KiB on every system.
const peak = process.resourceUsage().maxRSS / 1024;
const { changes, undecided, summary } = diffSchema.parse(JSON.parse(out.join('')));
const probes = changes.length + undecided.length + summary.unchanged;
process.stdout.write(JSON.stringify({ seconds, peak, probes }));
