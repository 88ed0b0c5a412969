import { basename, extname } from 'node:path';

/** The languages of programs that snippets are written in. */
export const LANGUAGES = [
  'javascript',
  'python',
  'shell',
  'ruby',
  'perl',
  'go',
  'java',
  'php',
  'csharp',
  'unknown',
] as const;

export type Language = (typeof LANGUAGES)[number];

/** How a language is recognised: by the program that runs it, or by the ending of a file. */
const MARKS: Readonly<
  Record<Exclude<Language, 'unknown'>, { readonly programs: RegExp; readonly endings: readonly string[] }>
> = {
  javascript: {
    programs: /^(?:node|nodejs|npx|npm|pnpm|yarn|bun|bunx|deno|tsx|ts-node)$/,
    endings: ['.js', '.mjs', '.cjs', '.ts', '.mts'],
  },
  python: { programs: /^(?:python[\d.]*|uv|uvx|pipx|poetry|pytest)$/, endings: ['.py', '.pyz'] },
  ruby: { programs: /^(?:ruby[\d.]*|bundle|rake|jruby)$/, endings: ['.rb'] },
  perl: { programs: /^perl[\d.]*$/, endings: ['.pl', '.pm'] },
  go: { programs: /^go$/, endings: ['.go'] },
  java: { programs: /^(?:java|kotlin|scala|mvn|gradle|jbang|groovy)$/, endings: ['.jar', '.java', '.kts'] },
  php: { programs: /^(?:php[\d.]*|composer)$/, endings: ['.php', '.phar'] },
  csharp: { programs: /^(?:dotnet|mono|pwsh|powershell)$/, endings: ['.dll', '.cs', '.ps1'] },
  shell: { programs: /^(?:curl|wget|http|https|xh|sh|bash|dash|zsh|ksh|fish)$/, endings: ['.sh', '.bash'] },
};

const isLanguage = (name: string): name is keyof typeof MARKS => Object.hasOwn(MARKS, name);

/** Returns the language of a program, judged by its command line. */
export function languageOf(command: readonly string[]): Language {
  const languages = Object.keys(MARKS).filter(isLanguage);
  for (const word of command) {
    // What a shell is asked to run may begin with another program.
    const first = basename(word.split(/\s/)[0] ?? '').replace(/\.exe$/i, '');
    const found = languages.find((language) => {
      const { programs, endings } = MARKS[language];
      return programs.test(first) || endings.includes(extname(first).toLowerCase());
    });
    if (found) return found;
  }
  return 'unknown';
}
