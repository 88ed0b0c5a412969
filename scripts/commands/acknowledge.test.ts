import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACKNOWLEDGEMENTS_FILE, readAcknowledgements } from '../../src/change/acknowledgements.ts';
import { acknowledgeCommand } from './acknowledge.ts';
import { callCommand, type Called } from './commands.fixture.ts';
import { diffCommand } from './diff.ts';
import { temporaryFolder } from '../../src/temporary-folder.fixture.ts';

let file: string;
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'acknowledged.json');
});

const SIDES = ['public-2019-11', 'public-2019-12'] as const;

interface DiffJson {
  readonly changes: {
    readonly fingerprint: string;
    readonly level: string;
    readonly acknowledged?: object;
  }[];
  readonly idle: { readonly unmatched: string[]; readonly expired: string[] };
}

async function diff(): Promise<{ code: number; comparison: DiffJson }> {
  const { code, out } = await callCommand(diffCommand, [
    ...SIDES,
    '--acknowledged',
    file,
    '--format',
    'json',
  ]);
  return { code, comparison: JSON.parse(out) as DiffJson };
}

const because = ['--reason', 'a reason', '--link', 'https://jira.atlassian.com/browse/JRACLOUD-93811'];

const acknowledge = (...args: string[]): Promise<Called> =>
  callCommand(acknowledgeCommand, [...args, '--base', SIDES[0], '--head', SIDES[1], '--file', file]);

async function alarming(): Promise<string[]> {
  const { out } = await callCommand(diffCommand, [...SIDES, '--format', 'json']);
  return (JSON.parse(out) as DiffJson).changes
    .filter(({ level }) => level === 'critical')
    .map(({ fingerprint }) => fingerprint);
}

describe('acknowledge', () => {
  it('removes a change from what fails, by the digits that reports show, but leaves it visible', async () => {
    const fingerprints = await alarming();
    expect(fingerprints.length).toBeGreaterThan(0);
    for (const one of fingerprints) {
      expect(await acknowledge(one.slice(0, 8), ...because)).toMatchObject({ code: 0 });
    }
    const { code, comparison } = await diff();
    expect(code).toBe(0);
    expect(comparison.changes.filter(({ acknowledged }) => acknowledged)).toHaveLength(fingerprints.length);
    expect(comparison.idle).toEqual({ unmatched: [], expired: [] });
  });

  it('preserves existing entries, and replaces one of the same change', async () => {
    copyFileSync(ACKNOWLEDGEMENTS_FILE, file);
    const before = readAcknowledgements(file);
    const [one = ''] = await alarming();
    await acknowledge(one, ...because);
    await acknowledge(one, '--reason', 'another', ...because.slice(2), '--until', '2099-01-01');
    const after = readAcknowledgements(file);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([{ fingerprint: one, reason: 'another' }]);
  });

  it('accepts all that fails, all of a rule, all of a credential, and several fingerprints', async () => {
    const all = await alarming();
    const some = async (...args: string[]): Promise<string[]> => {
      rmSync(file, { force: true });
      expect(await acknowledge(...args, ...because)).toMatchObject({ code: 0 });
      return readAcknowledgements(file)
        .map(({ fingerprint }) => fingerprint)
        .toSorted();
    };
    expect(await some('--all-new')).toEqual(all.toSorted());
    expect((await diff()).code).toBe(0);
    expect(await some(...all)).toEqual(all.toSorted());
    expect(await some('--rule', 'guard-loosened')).toEqual(all.toSorted());
    const ofOne = await some('--credential', 'revoked', '--all-new');
    expect(ofOne.length).toBeGreaterThan(0);
    expect(ofOne.length).toBeLessThan(all.length);
    await some('--all-new');
    // What is known is not taken twice, and there is nothing left to take.
    const before = readFileSync(file, 'utf8');
    expect(await acknowledge('--all-new', '--reason', 'another')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('needs no link, and no reason', async () => {
    expect(await acknowledge('--all-new')).toMatchObject({ code: 0 });
    const [one] = readAcknowledgements(file);
    expect(one).not.toHaveProperty('link');
    expect(one?.reason).toContain(SIDES[1]);
  });

  it.each([
    ['nothing that is named', because],
    ['a fingerprint and a kind', ['KNOWN', '--all-new', ...because]],
    ['a rule that does not exist', ['--rule', 'no-such-rule', ...because]],
    ['a credential that does not exist', ['--credential', 'nobody', ...because]],
    ['a rule that nothing comes under', ['--rule', 'valid-refused', ...because]],
    ['one fingerprint of several that no change has', ['KNOWN', 'ffffffffffff', ...because]],
    ['a fingerprint that no change has', ['ffffffffffff', ...because]],
    ['one that is too short', ['8', ...because]],
    ['no reason', ['ffffffffffff', ...because.slice(2)]],
    ['an empty reason', ['KNOWN', '--reason', '', ...because.slice(2)]],
    ['an invalid link', ['KNOWN', '--reason', 'x', '--link', 'javascript:alert(1)']],
    ['a day that is over', ['KNOWN', ...because, '--until', '2020-01-01']],
    ['an invalid day', ['KNOWN', ...because, '--until', 'tomorrow']],
  ])('writes nothing for %s', async (_, args) => {
    const [one = ''] = await alarming();
    const ended = await acknowledge(...args.map((arg) => (arg === 'KNOWN' ? one : arg)));
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).not.toMatch(/^\s+at /m);
    expect(existsSync(file)).toBe(false);
  });
});

describe('an acknowledgement', () => {
  it('that has run out, or matches nothing, is reported, and counts for nothing', async () => {
    const [one = ''] = await alarming();
    await acknowledge(one, ...because, '--until', '2099-01-01');
    const text = readFileSync(file, 'utf8');
    const known = JSON.parse(text) as object[];
    const other = { ...known[0], fingerprint: 'f'.repeat(16) };
    writeFileSync(file, JSON.stringify([{ ...known[0], until: '2020-01-01' }, other]));
    const { code, comparison } = await diff();
    expect(code).toBe(1);
    expect(comparison.idle).toEqual({ unmatched: ['f'.repeat(16)], expired: [one] });
    const { out } = await callCommand(diffCommand, [...SIDES, '--acknowledged', file]);
    expect(out).toContain(one);
  });
});
