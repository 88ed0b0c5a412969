import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyProject, runCommand } from './project-copy.fixture.ts';

const { path, remove } = copyProject();
afterAll(remove);

/** What the texts below import, from where they stand in the copy. */
const MODULES = {
  declared: JSON.stringify('./specs/declared.ts'),
  contract: JSON.stringify('../contract.ts'),
  nowhere: JSON.stringify('./nowhere.ts'),
};

const PRINT = `
  import { declared } from ${MODULES.declared};
  await declared().then(
    ({ rows, questions }) => console.log(JSON.stringify({ rows: rows.length, questions: questions.length })),
    ({ code, message }) => console.log(JSON.stringify({ code, message })),
  );
`;

/** What the spec files declare, or the fault in them, with one more file among them. */
async function declaredWith(text: string): Promise<unknown> {
  const folder = join(path, 'specs', 'own');
  mkdirSync(folder);
  writeFileSync(join(folder, 'hand.spec.ts'), text);
  try {
    const { out } = await runCommand(path, ['--input-type=module', '--eval', PRINT]);
    return JSON.parse(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const FROM_CONTRACT = `import { contract, refused, tellsApart } from ${MODULES.contract};\n`;
const row = (credential: string): string =>
  `contract('${credential}', { 'GET /rest/api/3/myself': refused(401) });`;
const question = (credential: string): string =>
  `tellsApart(['${credential}'], { by: 'GET /rest/api/3/myself', notBy: 'GET /rest/api/3/label' });`;

describe('a spec file', { timeout: 60_000 }, () => {
  it('adds its rows and questions, also in a subfolder', async () => {
    const before = await declaredWith('');
    const { rows, questions } = before as { rows: number; questions: number };
    expect(await declaredWith(FROM_CONTRACT + row('revoked') + question('revoked'))).toEqual({
      rows: rows + 1,
      questions: questions + 1,
    });
  });

  it.each([
    [
      'a test written by hand',
      "import { expect, it } from 'vitest';\nit('is', () => expect(1).toBe(1));",
      'vitest',
    ],
    ['a row of an unknown credential', FROM_CONTRACT + row('revokd'), 'revokd'],
    ['a question about an unknown credential', FROM_CONTRACT + question('revokd'), 'revokd'],
    ['text that is no TypeScript', 'contract(', 'hand.spec.ts'],
    ['an import of nothing', `import { no } from ${MODULES.nowhere};\nno();`, 'nowhere.ts'],
  ])('is refused with %s', async (_, text, word) => {
    const fault = await declaredWith(text);
    expect(fault).toMatchObject({ code: 'nothing-ran', message: expect.stringContaining(word) as string });
    expect(fault).toMatchObject({ message: expect.stringMatching(/^.*hand\.spec\.ts.*\.$/) as string });
  });
});
