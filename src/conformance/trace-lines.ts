/** A frame of a trace, as Node.js and Java, Python, Ruby and Go print it. */
const FRAME = /^\s+(?:at |File "|from \S+:\d+|\S+\.go:\d+)/;

/** The frame of Python, which a line of code follows. */
const PYTHON_FRAME = /^\s+File "/;

const INDENTED = /^ {4}/;

/** Marks below a line of code, at the place of the failure. */
const MARKS = /^\s*[~^]+\s*$/;

/**
 * Returns the lines of an output without traces: they show the code of a program, which is full of words such as `token`
 * whatever it fails on. Its messages stay.
 */
export function withoutTraces(lines: readonly string[]): string[] {
  return lines.filter((line, i) => {
    const [before = '', after = ''] = [lines[i - 1], lines[i + 1]];
    const isCode = MARKS.test(after) || (PYTHON_FRAME.test(before) && INDENTED.test(line));
    return !FRAME.test(line) && !isCode;
  });
}
