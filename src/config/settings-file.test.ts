import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSettingsFile } from './settings-file.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'settings.env');
});

const UTF_16 = Buffer.from('JIRA_EMAIL=one@example.com\n', 'utf16le');

describe('a file of settings', () => {
  it('is read once: later changes of the file have no effect', () => {
    writeFileSync(path, 'JIRA_EMAIL=one@example.com\n');
    const file = openSettingsFile(path);
    expect(file.lenient()).toEqual({ JIRA_EMAIL: 'one@example.com' });
    writeFileSync(path, 'JIRA_EMAIL=two@example.com\n');
    expect(file.values()).toEqual({ JIRA_EMAIL: 'one@example.com' });
    expect(file.lenient()).toEqual({ JIRA_EMAIL: 'one@example.com' });
  });

  it('sets nothing if it does not exist', () => {
    const file = openSettingsFile(path);
    expect([file.values(), file.lenient()]).toEqual([{}, {}]);
  });

  it('is refused on every read if it has another encoding, but its values are known to `lenient`', () => {
    writeFileSync(path, UTF_16);
    const file = openSettingsFile(path);
    for (const _ of [1, 2]) {
      expect(() => file.values()).toThrow(expect.objectContaining({ code: 'unreadable-file' }));
      expect(file.lenient()).toEqual({ JIRA_EMAIL: 'one@example.com' });
    }
  });

  it('is refused if it is a folder, and sets nothing', () => {
    const file = openSettingsFile(folder);
    expect(file.lenient()).toEqual({});
    expect(() => file.values()).toThrow(expect.objectContaining({ code: 'unreadable-file' }));
    expect(file.lenient()).toEqual({});
  });

  it('may be a pipe, which is not read until its values are needed', () => {
    execFileSync('mkfifo', [path]);
    const file = openSettingsFile(path);
    expect(file.lenient()).toEqual({});
    // Nobody writes into it.
    expect(() => file.values()).toThrow(expect.objectContaining({ code: 'unreadable-file' }));
    expect(file.lenient()).toEqual({});
  });
});
