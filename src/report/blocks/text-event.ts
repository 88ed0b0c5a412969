import { boxAnswers } from './box-answers.ts';
import type { Layout } from '../layout.ts';
import type { Boxes, Card, CardProbe, Headline, Turn } from '../headline/model.ts';
import { STATES } from '../headline/states.ts';
import type { Line } from './line.ts';
import { foldCommand, nonBreaking, painter, STYLE, wrap } from './text-lines.ts';

/** Writes a line of a document, with its citations as footnotes. */
type WriteLine = (line: Line) => string;

/** Returns what happened, with the sign of its state. */
export function titleLines({ state, title }: Headline, layout: Layout): string[] {
  const paint = painter(layout);
  const { sign, tone } = STATES[state];
  return wrap(`${sign} ${title}`, layout.width, '  ').map((line) => paint(STYLE[tone], line));
}

/** Returns the headline: what happened, then how many and when. */
export function headlineLines(headline: Headline, layout: Layout): string[] {
  const { subtitle, counts } = headline;
  const tally = counts.map(({ text }) => nonBreaking(text)).join(', ');
  return [
    ...titleLines(headline, layout),
    ...(tally === '' ? [] : wrap(`  ${tally}`, layout.width, '  ')),
    ...(subtitle === '' ? [] : wrap(`  ${subtitle}`, layout.width, '  ')),
  ];
}

/** Width of the names of the boxes, with two blanks after the longest. */
const MARGIN = 12;

/** Returns the four boxes as lines with their names in front, and the commands below. */
export function boxesLines(boxes: Boxes, layout: Layout, write: WriteLine): string[] {
  const { whatNow } = boxes;
  const paint = painter(layout);
  return [
    ...boxAnswers(boxes).flatMap(([, name, text]) => {
      const [first = '', ...rest] = wrap(write(text), layout.width - MARGIN);
      return [
        `${paint('bold', name)}${' '.repeat(MARGIN - name.length)}${first}`.trimEnd(),
        ...rest.map((more) => ' '.repeat(MARGIN) + more),
      ];
    }),
    ...(whatNow.standalone === undefined
      ? []
      : [
          'To send the first request yourself:',
          ...whatNow.standalone.split('\n').map((code) => `  ${code}`),
        ]),
    ...whatNow.commands.flatMap(({ purpose, command }) => [
      ...wrap(`${purpose}:`, layout.width, '  '),
      ...foldCommand(command, layout.width - 2).map((line) => `  ${line}`),
    ]),
  ];
}

/** Number of operations of a credential that are listed without --all. */
const MAX_OPERATIONS = 6;

/** Number of probes of a card up to which each has its fingerprint. */
const MAX_FINGERPRINTS = 5;

/** Lists the operations of a credential. */
function probeLines(
  [credential, probes]: readonly [string, readonly CardProbe[]],
  hasFingerprints: boolean,
  { all, width }: Layout,
): string[] {
  const shown = all ? probes : probes.slice(0, MAX_OPERATIONS);
  const names = shown
    .map(({ short, fingerprint }) => (hasFingerprints ? `${short} (${fingerprint})` : short))
    .map((name) => (name.length + 8 < width ? nonBreaking(name) : name));
  const rest = probes.length - shown.length;
  const list = [...names, ...(rest > 0 ? [nonBreaking(`${rest} more`)] : [])].join(', ');
  return wrap(`    ${nonBreaking(`${credential}:`)} ${list}`, width, '      ');
}

function turnLines(turn: Turn, hasFingerprints: boolean, layout: Layout, write: WriteLine): string[] {
  const words = turn.before === undefined ? turn.after : `${turn.before} → ${turn.after}`;
  const sources = write(turn.line);
  const groups = Map.groupBy(turn.probes, ({ credential }) => credential);
  return [
    ...wrap(`  ${words}${sources === '' ? '' : `  ${sources}`}`, layout.width, '    '),
    ...[...groups].flatMap((group) => probeLines(group, hasFingerprints, layout)),
  ];
}

/** Returns a card: its level and what happened, the answers before and after, what it means and what to do. */
export function cardLines(card: Card, layout: Layout, write: WriteLine): string[] {
  const { tone, level, title, count, turns, certainty, impact, remediation, rule } = card;
  const paint = painter(layout);
  const number = turns.reduce((sum, { probes }) => sum + probes.length, 0);
  const hasFingerprints = layout.all || number <= MAX_FINGERPRINTS;
  const facts = [count, rule, ...(certainty === '' ? [] : [certainty])].join(' · ');
  const advice = [
    ...(impact === '' ? [] : [`It means: ${impact}`]),
    ...(remediation === '' ? [] : [`To do: ${remediation}`]),
  ];
  return [
    ...wrap(`${nonBreaking(`${level.toUpperCase()} `)} ${title}`, layout.width, '  ').map((line) =>
      paint(STYLE[tone], line),
    ),
    ...wrap(`  ${facts}`, layout.width, '  '),
    ...turns.flatMap((turn) => turnLines(turn, hasFingerprints, layout, write)),
    ...advice.flatMap((text) => wrap(`  ${text}`, layout.width, '    ')),
  ];
}
