import type { VariableStatus } from '../../../config/examine.ts';
import type { Layout } from '../../layout.ts';
import { foldAnyWord, foldCommand, painter } from '../../blocks/text-lines.ts';
import { count } from '../phrases.ts';
import type { Diagnosis, NamedDiagnosis, NextStep } from './diagnosis.ts';
import { detailLines } from './doctor-details.ts';
import { fullName, rowLines, STATES, STYLE, wordsOf, type Row } from './doctor-rows.ts';

/** Below this width, a row has its state only: the reason is in the next step. */
const WIDTH_FOR_REASONS = 60;

/** Removes the word that the state already says. */
const rest = (says: string): string => says.replace(/^(?:set|missing|not set)(?:$|[,:]? )/, '');

function settingRow(status: VariableStatus, { credentials, suspect }: Diagnosis, prefix: string): Row {
  const { variable, state, says } = status;
  const name = prefix + variable;
  const valid =
    variable === 'JIRA_API_TOKEN' && credentials?.find(({ credential }) => credential === 'valid');
  if (valid && valid.state === 'otherwise') return { name, state: 'wrong', word: 'wrong', says: valid.says };
  if (variable === suspect && state !== 'wrong') {
    return { name, state: 'wrong', word: 'wrong', says: 'see below' };
  }
  if (state === 'not set') return { name, state, word: 'not needed', says: 'another token is set' };
  const isMissing = state === 'wrong' && says.startsWith('missing');
  const [, how] = isMissing ? (/To get it: (.*)$/.exec(says) ?? []) : [];
  const word = isMissing ? 'missing' : STATES[state].word;
  return { name, state, word, says: how ?? rest(says) };
}

/** Returns the settings without which nothing can be asked, each with its state. */
function requiredRows(diagnosis: Diagnosis, prefix: string): Row[] {
  return diagnosis.settings
    .filter(({ variable }) => diagnosis.required.includes(variable))
    .map((status) => settingRow(status, diagnosis, prefix));
}

const remark = (name: string, says: string): Row => ({ name, state: 'hint', word: '', says });

/** Returns everything else that needs a look: wrong and doubtful settings, files that others can read, wrong credentials. */
function problemRows(diagnosis: Diagnosis, prefix: string): Row[] {
  const { settings, required, file, secretFiles, credentials } = diagnosis;
  return [
    ...settings
      .filter(({ variable, state }) => !required.includes(variable) && ['wrong', 'hint'].includes(state))
      .map(({ variable, state, says }) => ({ name: fullName(variable, prefix), state, word: '', says })),
    ...(file ? [remark(file.path, file.says)] : []),
    ...secretFiles.map(({ variable, says }) => remark(variable, says)),
    ...(credentials ?? [])
      .filter(({ state }) => state === 'otherwise' || state === 'not decided')
      .map(({ credential, state, says }) => ({ name: credential, state, word: '', says })),
  ];
}

const isReady = ({ settings, obstacle, credentials }: Diagnosis): boolean =>
  settings.every(({ state }) => state !== 'wrong') &&
  obstacle === null &&
  (credentials ?? []).every(({ state }) => state !== 'otherwise' && state !== 'not decided');

/** Returns the state of the settings in one sentence. */
function verdictOf(diagnosis: Diagnosis, prefix: string): string {
  const { settings, obstacle, credentials, askable, known } = diagnosis;
  const wrong = settings.filter(({ state }) => state === 'wrong');
  if (wrong.length > 0) {
    const kinds = [
      ['missing', wrong.filter(({ says }) => says.startsWith('missing'))],
      ['wrong', wrong.filter(({ says }) => !says.startsWith('missing'))],
    ] as const;
    const parts = kinds.flatMap(([word, list]) =>
      list.length === 0
        ? []
        : [
            `${list.map(({ variable }) => prefix + variable).join(', ')} ${list.length > 1 ? 'are' : 'is'} ${word}`,
          ],
    );
    return `Not ready: ${parts.join('; ')}.`;
  }
  if (obstacle !== null) return 'Not ready: not everything could be asked.';
  const bad = (credentials ?? []).filter(({ state }) => state === 'otherwise').length;
  if (bad > 0)
    return `Not ready: ${count(bad, 'credential')} of yours ${bad > 1 ? 'are' : 'is'} not as claimed.`;
  if (!isReady(diagnosis)) return 'Not ready: not every credential of yours could be decided.';
  const { derived, own } = askable ?? { derived: [], own: [] };
  return `Ready: ${derived.length + own.length} of ${known} credentials can be asked: ${derived.length} derived, ${own.length} yours.`;
}

/** Returns what a run would do, whether credentials are as claimed, and the first expiry. */
function summaryOf({ plan, credentials, expiry }: Diagnosis, prefix: string): string[] {
  const asked = (credentials ?? []).filter(({ state }) => state !== 'not provided');
  const kept = asked.filter(({ state }) => state === 'as claimed').length;
  const [first] = expiry.toSorted((a, b) => a.days - b.days);
  return [
    ...(plan ? [`${count(plan.probes, 'probe')} run, ${count(plan.skipped, 'row')} skipped.`] : []),
    ...(credentials ? [`${kept} of ${asked.length} of yours are as claimed.`] : []),
    ...(first
      ? [`${prefix}${first.credential} ${first.days > 0 ? 'expires' : 'expired'} on ${first.date}.`]
      : []),
  ];
}

/** Returns the next step, with the reason if no row shows it. */
function nextLines({ says, command, variable }: NextStep, reason: string, layout: Layout): string[] {
  const paint = painter(layout);
  const isShort = says === '' && command !== undefined;
  const why = variable === undefined || reason === '' ? '' : `: ${reason}`;
  const text = isShort ? `Next: ${command}` : `Next: ${says}${why}${command === undefined ? '' : ':'}`;
  const folded =
    isShort && text.length > layout.width
      ? ['Next:', ...commandLines(command, layout)]
      : [
          ...foldAnyWord(text, layout.width, '  '),
          ...(isShort || command === undefined ? [] : commandLines(command, layout)),
        ];
  return folded.map((line) => paint('bold', line));
}

const commandLines = (command: string, { width }: Layout): string[] =>
  foldCommand(command, width - 2).flatMap((line) => foldAnyWord(`  ${line}`, width, '    '));

/** Returns where the settings come from. */
function placeLines({ read }: Diagnosis): string[] {
  const { path, exists, environment, sites } = read;
  const isMixed = environment.length > 0;
  const file = exists
    ? `Settings file: ${path}${isMixed ? ', and the environment, which takes precedence' : ''}`
    : `Settings file: none (there is no ${path}${isMixed ? '; the environment was read' : ''})`;
  return [file, ...(sites ? [`Sites: ${sites.path} lists ${sites.names.join(', ')}`] : [])];
}

/** Returns why a variable is wrong if there is no room for it in its row. */
function reasonFor(
  { settings, required }: Diagnosis,
  variable: string | undefined,
  isNarrow: boolean,
): string {
  const status = settings.find((one) => one.variable === variable);
  if (!status || (required.includes(status.variable) && !isNarrow)) return '';
  const how = /To get it: (.*)$/.exec(status.says)?.[1];
  return how ?? status.says;
}

/** Returns one site: the required settings and a summary. */
function siteLines({ diagnosis, prefix }: NamedDiagnosis, layout: Layout): string[] {
  const { width } = layout;
  const paint = painter(layout);
  const isNarrow = width < WIDTH_FOR_REASONS;
  const rows = requiredRows(diagnosis, prefix).map((row) => (isNarrow ? { ...row, says: '' } : row));
  const tone = isReady(diagnosis) ? STYLE.good : STYLE.bad;
  const verdict = foldAnyWord(verdictOf(diagnosis, prefix), width, '  ');
  return [
    ...rowLines(rows, layout, false),
    '',
    ...verdict.map((line) => (tone ? paint(tone, line) : line)),
    ...summaryOf(diagnosis, prefix).flatMap((line) => foldAnyWord(line, width, '  ')),
  ];
}

/** Returns everything of one site that needs a look. */
function problemLines({ diagnosis, prefix }: NamedDiagnosis, layout: Layout): string[] {
  const problems = problemRows(diagnosis, prefix);
  const { obstacle } = diagnosis;
  return [
    ...(obstacle === null ? [] : ['', ...foldAnyWord(obstacle, layout.width, '  ')]),
    ...(problems.length === 0 ? [] : ['', ...rowLines(problems, layout, layout.width < WIDTH_FOR_REASONS)]),
  ];
}

/** Returns the verdict on a site and what is wrong with it, on a line each. */
function briefLines({ site, diagnosis, prefix }: NamedDiagnosis): string[] {
  const rows = [...requiredRows(diagnosis, prefix), ...problemRows(diagnosis, prefix)];
  return [
    `${site === undefined ? '' : `${site}: `}${verdictOf(diagnosis, prefix)}`,
    ...rows
      .filter(({ state }) => !['set', 'not set'].includes(state))
      .map((row) => `${STATES[row.state].sign} ${row.name} ${wordsOf(row)}`),
    ...(diagnosis.obstacle === null ? [] : [diagnosis.obstacle]),
  ];
}

/**
 * Returns the findings of the doctor as lines for a terminal: for each site the required settings and a summary, then the next
 * step, and what needs a look.
 *
 * @param next the step to take first, if there are several sites
 */
export function doctorLines(
  sites: readonly [NamedDiagnosis, ...NamedDiagnosis[]],
  next: { readonly step: NextStep; readonly of: NamedDiagnosis },
  layout: Layout,
): string[] {
  if (layout.brief) return sites.flatMap(briefLines);
  const isNarrow = layout.width < WIDTH_FOR_REASONS;
  const paint = painter(layout);
  const headed = (own: NamedDiagnosis, lines: readonly string[]): string[] =>
    own.site === undefined || lines.length === 0 ? [...lines] : [paint('bold', own.site), ...lines];
  const reason = reasonFor(next.of.diagnosis, next.step.variable, isNarrow);
  return [
    ...sites.flatMap((own, i) => [...(i > 0 ? [''] : []), ...headed(own, siteLines(own, layout))]),
    ...nextLines(next.step, reason, layout),
    ...placeLines(sites[0].diagnosis).flatMap((line) => foldAnyWord(line, layout.width, '  ')),
    ...sites.flatMap((own) => problemLines(own, layout)),
    ...(layout.all
      ? sites.flatMap((own) => headed(own, detailLines(own.diagnosis, own.prefix, layout)))
      : ['', ...foldAnyWord('--all lists the optional settings, and how to get each.', layout.width, '  ')]),
  ];
}
