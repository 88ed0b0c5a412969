import { escapeXml } from '../xml.ts';

/** HTML that is safe to insert into other HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[] | false | null | undefined;

const write = (value: Value): string => {
  if (value === false || value === null || value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeXml(String(value));
  return value.map(({ text }) => text).join('');
};

const CONTENT_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes a text for the content of an element only, where quotes may stay: responses are full of them. */
export function content(text: string): Markup {
  return new Markup(text.replaceAll(/[&<>]/g, (char) => CONTENT_ENTITIES[char] ?? char));
}

/** Template tag for HTML: escapes every inserted text; only {@link Markup} is inserted unescaped. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // Removes the indentation of the template; inserted values keep their white space.
  const parts = strings.map((string) => string.replaceAll(/\n\s*/g, '\n'));
  return new Markup(parts.map((part, i) => part + (i < values.length ? write(values[i]) : '')).join(''));
}

/**
 * Like {@link html}, for markup that is repeated for every probe: the formatter does not know this tag, so the templates stay
 * short, without white space and without end tags that HTML implies.
 */
export const compactHtml = html;
