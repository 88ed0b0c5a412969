import type { CheckDocument } from '../documents/check/check-document.ts';
import { PREPARATION, requestArguments, variablesOf } from '../by-hand/curl.ts';
import { describeProvenance } from '../documents/phrases.ts';
import { reportedProbes, type ReportedProbe } from './reported-probes.ts';

/** Quotes a text as one word for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const comment = (text: string): string => `# ${text}`;

const HEAD = `#!/bin/sh
# Sends each GET request once and compares the status with the one observed. Set the variables of .env first, for example
# with: set -a; . ./.env; set +a
# Exit code: 0 every request sent got the observed status, 1 a status differs, 2 a variable has an invalid value.`;

const PROBE = `
if [ -n "$refused" ]; then exit 2; fi
failed=0
probe() {
  name=$1 seen=$2 needs=$3
  for variable in $needs; do
    eval "value=\\\${$variable:-}"
    if [ -z "$value" ]; then
      echo "skipped    $name: set $variable"
      return
    fi
  done
  got=$(get "$4" "$5" -sS -o /dev/null -w '%{http_code}') || got=\${got:-none}
  if [ "$got" = "$seen" ]; then
    echo "same $got   $name"
  else
    echo "NOT $got, but $seen was seen   $name"
    failed=1
  fi
}
`;

/** Returns a shell script that sends the requests of a report. It contains no token. */
export function reproduceText({ run }: Pick<CheckDocument, 'run'>, probes: readonly ReportedProbe[]): string {
  const calls = probes.map(({ row }) => {
    const name = quoted(`${row.credential} on ${row.operation}`);
    return `probe ${name} ${row.answer?.status ?? 0} ${quoted(variablesOf(row).join(' '))} ${requestArguments(row)}`;
  });
  return [
    HEAD,
    comment(describeProvenance(run.recordings)),
    ...PREPARATION,
    PROBE,
    ...calls,
    'exit "$failed"',
    '',
  ].join('\n');
}

/** Returns the script of a bug report on a run. */
export function reproduceScript(document: CheckDocument): string {
  return reproduceText(document, reportedProbes(document));
}
