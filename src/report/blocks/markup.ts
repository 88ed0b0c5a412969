import { escapeXml } from '../xml.ts';

/** A piece of HTML that is safe to put into another. */
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

/** HTML of a template: every text that is put in is escaped, and nothing puts HTML in by accident. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // The indentation of our templates is nobody's business; what is put in keeps its white space.
  const parts = strings.map((string) => string.replaceAll(/\n\s*/g, '\n'));
  return new Markup(parts.map((part, i) => part + (i < values.length ? write(values[i]) : '')).join(''));
}
