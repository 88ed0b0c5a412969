import { expect, it } from 'vitest';
import { commandLine, withAbsolutePaths } from './command-line.ts';
import { languageOf } from './languages.ts';

it.each([
  ['node client.js', 'javascript'],
  ['npx some-tool', 'javascript'],
  ['/usr/bin/node20 x.mjs', 'javascript'],
  ['python3.12 sync.py', 'python'],
  ['uvx mcp-atlassian', 'python'],
  ['curl -u x', 'shell'],
  ['./run.sh', 'shell'],
  ['ruby x', 'ruby'],
  ['bundle exec rake', 'ruby'],
  ['perl -e 1', 'perl'],
  ['go run .', 'go'],
  ['java -jar x.jar', 'java'],
  ['php x.php', 'php'],
  ['dotnet run', 'csharp'],
  ['./my-program', 'unknown'],
  ['env A=b node x', 'javascript'],
  ['docker run image', 'unknown'],
  ['C:/node.EXE x', 'javascript'],
])('%s is in %s', (line, language) => expect(languageOf(line.split(' '))).toBe(language));

it('leads relative paths of a command to the same files', () => {
  const folder = import.meta.dirname;
  expect(withAbsolutePaths(['node', 'languages.ts', '--x=languages.ts', 'none.js', ''], folder)).toEqual([
    'node',
    `${folder}/languages.ts`,
    '--x=languages.ts',
    'none.js',
    '',
  ]);
  // A program without a slash is looked up in PATH.
  expect(withAbsolutePaths(['languages.ts'], folder)).toEqual(['languages.ts']);
  expect(withAbsolutePaths(['./languages.ts'], folder)).toEqual([`${folder}/languages.ts`]);
});

it('writes a command as a shell reads it', () => {
  expect(commandLine(['curl', '-u', '{email}:{token}', "it's"])).toBe(
    String.raw`curl -u {email}:{token} 'it'\''s'`,
  );
});
