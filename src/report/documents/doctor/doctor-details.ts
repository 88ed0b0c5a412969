import type { Layout } from '../../layout.ts';
import { foldAnyWord } from '../../blocks/text-lines.ts';
import type { Diagnosis } from './diagnosis.ts';
import { fullName, rowLines, type Row } from './doctor-rows.ts';

/** Returns what a run could ask, and with how many requests. */
function planLines({ askable, plan }: Diagnosis, { width }: Layout): string[] {
  if (!askable || !plan) return [];
  return [
    `At most ${plan.most} requests.`,
    `Derived: ${askable.derived.join(', ')}.`,
    ...(askable.own.length > 0 ? [`Yours: ${askable.own.join(', ')}.`] : []),
  ].flatMap((line) => foldAnyWord(line, width, '  '));
}

/** Returns all that `--all` adds: every setting and how to get it, every credential, and deprecated operations. */
export function detailLines(diagnosis: Diagnosis, prefix: string, layout: Layout): string[] {
  const { settings, credentials, deprecated } = diagnosis;
  const all = settings.map(({ variable, state, says }) => ({
    name: fullName(variable, prefix),
    state,
    word: '',
    says,
  }));
  const rows = (credentials ?? []).map(({ credential, state, says }) => ({
    name: credential,
    state,
    word: '',
    says,
  }));
  const removed = deprecated.map(({ operation, instead }): Row => ({
    name: operation,
    state: 'hint',
    word: '',
    says: `Atlassian is going to remove it; use ${instead}`,
  }));
  const plan = planLines(diagnosis, layout);
  return [
    ...(plan.length > 0 ? ['', 'What a run can ask', ...plan] : []),
    '',
    'All settings',
    ...rowLines(all, layout, true),
    ...(rows.length > 0 ? ['', 'Credentials', ...rowLines(rows, layout, true)] : []),
    '',
    'Deprecated operations',
    ...rowLines(removed, layout, true),
  ];
}
