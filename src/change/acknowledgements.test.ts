import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAcknowledgements, readAcknowledgements, type Acknowledgement } from './acknowledgements.ts';

const folder = mkdtempSync(join(tmpdir(), 'acknowledged-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'acknowledged.json');
beforeEach(() => rmSync(path, { force: true }));

const one: Acknowledgement = {
  fingerprint: '0123456789abcdef',
  change: 'a change',
  reason: 'a reason',
  link: 'https://jira.atlassian.com/browse/JRACLOUD-93811',
  until: '2026-12-31',
};
const other: Acknowledgement = { fingerprint: 'fedcba9876543210', change: 'another', reason: 'another' };

describe('the file of acknowledgements', () => {
  it('returns the added entries in the order of addition', () => {
    writeAcknowledgements([one], path);
    writeAcknowledgements([other], path);
    expect(readAcknowledgements(path)).toEqual([one, other]);
  });

  it('has one entry per fingerprint: a newer one replaces the old one in place', () => {
    writeAcknowledgements([one, other], path);
    writeAcknowledgements([{ ...one, reason: 'a better reason' }], path);
    expect(readAcknowledgements(path)).toEqual([{ ...one, reason: 'a better reason' }, other]);
  });

  it('exists in the project, and every entry is valid', () => {
    expect(readAcknowledgements().length).toBeGreaterThan(0);
  });

  it('must exist if it is not the default file', () => {
    expect(() => readAcknowledgements(path)).toThrow(expect.objectContaining({ code: 'unreadable-file' }));
  });

  it.each<[string, string]>([
    ['[', 'bad-json'],
    ['{}', 'bad-fixture'],
    [JSON.stringify([{ ...one, more: 1 }]), 'bad-fixture'],
    [JSON.stringify([{ ...one, fingerprint: '0123' }]), 'bad-fixture'],
  ])('is rejected if it contains %j', (text, code) => {
    writeFileSync(path, text);
    expect(() => readAcknowledgements(path)).toThrow(expect.objectContaining({ code }));
    expect(() => writeAcknowledgements([other], path)).toThrow(expect.objectContaining({ code }));
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('an invalid entry', () => {
  it.each<[keyof Acknowledgement, string]>([
    ['fingerprint', '0123456789abcde'],
    ['fingerprint', '0123456789abcdef0'],
    ['fingerprint', 'x0123456789abcdef'],
    ['fingerprint', '0123456789ABCDEF'],
    ['change', ''],
    ['reason', ''],
    ['link', 'http://jira.atlassian.com/'],
    ['link', 'httpsx://jira.atlassian.com/'],
    ['link', 'xhttps://jira.atlassian.com/'],
    ['link', 'javascript:https'],
    ['link', 'JRACLOUD-93811'],
    ['until', '2026-02-30'],
    ['until', 'tomorrow'],
  ])('with %s %j is a usage fault, and nothing is written', (key, value) => {
    const bad = { ...one, [key]: value };
    expect(() => writeAcknowledgements([other, bad], path)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(key) as string }),
    );
    expect(existsSync(path)).toBe(false);
  });
});
