import { Fault } from '../fault.ts';

/** Maximum length of an item, in characters: it has to fit into memory several times. */
const MAX_ITEM = 2 ** 27;

/** Number of characters of a text that can be a key: none that is searched for is longer. */
const MAX_KEY = 200;

const CLOSING = new Map([
  ['{', '}'],
  ['[', ']'],
]);

const SPACE = /^[\s\uFEFF]*$/;

const PLAIN_END = /["\\]/g;

/** Returns the position of the next character that matters in a text; the length of the part if there is none. */
function endOfPlain(part: string, from: number): number {
  PLAIN_END.lastIndex = from;
  return PLAIN_END.test(part) ? PLAIN_END.lastIndex - 1 : part.length;
}

/** Finds the items of one array in a JSON text that comes in parts. It holds an item, the open brackets and a key. */
class ItemFinder {
  readonly #path: readonly string[];
  readonly #maxItem: number;
  readonly #fault: (why: string) => Fault;
  /** The closing brackets to come. */
  readonly #open: string[] = [];
  /** Number of keys of the path whose values are open. */
  #found = 0;
  #isOver = false;
  #hasArray = false;
  #inText = false;
  #isEscaped = false;
  /** The last text where a key of the path can be, as it is written, and the key that it turned out to be. */
  #text = '';
  #key: string | undefined;
  /** The start of an item, of which earlier parts had the rest. */
  #item = '';
  /** Whether the array has had a comma. */
  #isLater = false;

  constructor(path: readonly string[], maxItem: number, fault: (why: string) => Fault) {
    this.#path = path;
    this.#maxItem = maxItem;
    this.#fault = fault;
  }

  get #inArray(): boolean {
    return this.#found === this.#path.length;
  }

  /** Whether the innermost bracket is that of an object on the path, or of the array. */
  get #onPath(): boolean {
    return this.#open.length === this.#found + 1;
  }

  /** Whether a text can be a key of the path. */
  get #isKept(): boolean {
    return this.#onPath && !this.#inArray;
  }

  /** Reads a part, and returns the items that end in it. */
  read(part: string): string[] {
    const items: string[] = [];
    let start = 0;
    const take = (end: number): string => {
      const item = this.#item + part.slice(start, end);
      this.#item = '';
      if (item.length > this.#maxItem) throw this.#tooLarge();
      return item;
    };
    for (let i = 0; i < part.length; i += 1) {
      if (this.#inText && !this.#isEscaped && !this.#isKept) i = endOfPlain(part, i);
      const char = part.charAt(i);
      if (this.#inText) {
        this.#readText(char);
      } else if (char === '"') {
        if (this.#open.length === 0) throw this.#fault('it is no object');
        this.#inText = true;
        this.#text = '';
      } else if (CLOSING.has(char)) {
        if (this.#opens(char)) start = i + 1;
      } else if (char === '}' || char === ']') {
        if (this.#inArray && this.#onPath) {
          const last = take(i);
          if (this.#isLater || !SPACE.test(last)) items.push(last);
        }
        this.#closes(char);
      } else if (char === ',' && this.#onPath) {
        this.#key = undefined;
        if (this.#inArray) {
          items.push(take(i));
          this.#isLater = true;
          start = i + 1;
        }
      } else if (char === ':' && this.#onPath && !this.#inArray) {
        this.#key = this.#readKey();
      } else if (this.#open.length === 0 && !SPACE.test(char)) {
        throw this.#fault(this.#isOver ? 'something follows its end' : 'it is no object');
      }
    }
    if (this.#inArray) {
      this.#item += part.slice(start);
      if (this.#item.length > this.#maxItem) throw this.#tooLarge();
    }
    return items;
  }

  /** Takes note of the end of the text. */
  end(): void {
    if (!this.#isOver) throw this.#fault('it ends too early');
    if (!this.#hasArray) throw this.#fault(`it has no list at ${this.#path.join('.')}`);
  }

  #readText(char: string): void {
    if (!this.#isEscaped && char === '"') {
      this.#inText = false;
      return;
    }
    this.#isEscaped = !this.#isEscaped && char === '\\';
    if (this.#isKept && this.#text.length < MAX_KEY) this.#text += char;
  }

  #readKey(): string | undefined {
    try {
      return String(JSON.parse(`"${this.#text}"`));
    } catch {
      throw this.#fault('a key in it is no text');
    }
  }

  /** Takes note of an opening bracket, and returns whether it is that of the array. */
  #opens(char: string): boolean {
    if (this.#open.length === 0 && (this.#isOver || char === '[')) {
      throw this.#fault(this.#isOver ? 'something follows its end' : 'it is no object');
    }
    const isNext =
      this.#open.length > 0 && !this.#inArray && this.#onPath && this.#key === this.#path[this.#found];
    const isLast = this.#found === this.#path.length - 1;
    this.#open.push(CLOSING.get(char) ?? '');
    if (!isNext || isLast !== (char === '[')) return false;
    this.#found += 1;
    if (!isLast) return false;
    this.#hasArray = true;
    this.#isLater = false;
    return true;
  }

  #closes(char: string): void {
    if (this.#open.pop() !== char) throw this.#fault('its brackets do not match');
    this.#found = Math.max(0, Math.min(this.#found, this.#open.length - 1));
    this.#key = undefined;
    this.#isOver = this.#open.length === 0;
  }

  #tooLarge(): Fault {
    return this.#fault(`an item in it is longer than ${this.#maxItem / 2 ** 20} MiB`);
  }
}

/**
 * Yields the items of an array in a JSON text, each as a text. Only one of them and one part are held at a time, so the text may be
 * of any length. What is outside the array is not checked beyond its brackets.
 *
 * @param parts the text
 * @param path the keys that lead to the array: `['log', 'entries']`
 * @throws Fault `bad-json`, as late as the place that is wrong
 */
export async function* arrayItems(
  parts: AsyncIterable<string> | Iterable<string>,
  path: readonly string[],
  { place, maxItem = MAX_ITEM }: { readonly place: string; readonly maxItem?: number },
): AsyncGenerator<string> {
  const finder = new ItemFinder(
    path,
    maxItem,
    (why) => new Fault('bad-json', `${place} cannot be read: ${why}. Correct the file, or restore it.`),
  );
  for await (const part of parts) yield* finder.read(part);
  finder.end();
}
