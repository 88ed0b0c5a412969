/**
 * Returns whether text is coloured. The first of these that says something decides: the option, `NO_COLOR`
 * (https://no-color.org), `FORCE_COLOR` (https://force-color.org, with 0 and false as in Node), and whether the text goes to a
 * terminal that can show colours. An empty variable says nothing.
 *
 * @param chosen `--color` or `--no-color`; undefined if neither is given
 */
export function usesColour(
  chosen: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (chosen !== undefined) return chosen;
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced) return !['0', 'false'].includes(forced);
  return isTerminal && env['TERM'] !== 'dumb';
}
