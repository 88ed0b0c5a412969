import type { CredentialName } from '../../../contract/credentials.ts';
import type { RowResult } from '../../../run/row-result.ts';
import type { CheckDocument } from './check-document.ts';

/** Pairs of control credentials: on the site, or for runs against the gateway only. */
const CONTROLS = [
  ['valid', 'missing'],
  ['gateway-scoped', 'gateway-mistyped'],
  ['gateway-bearer', 'gateway-mistyped'],
] as const satisfies readonly (readonly CredentialName[])[];

/** Describes the controls of a run: "valid accepted 200, missing refused 401". */
export function describeControls({ run }: Pick<CheckDocument, 'run'>): string {
  const rowOf = (credential: CredentialName): RowResult | undefined =>
    run.rows.find(
      (row) =>
        row.kind === 'contract' && row.credential === credential && row.operation.endsWith('/3/myself'),
    );
  const used = CONTROLS.find(([works]) => rowOf(works)?.answer) ?? CONTROLS[0];
  const results = used.map((credential) => {
    const row = rowOf(credential);
    return `${credential} ${row?.answer ? `${row.answer.treatment} ${row.answer.status}` : 'not sent'}`;
  });
  return results.join(', ');
}
