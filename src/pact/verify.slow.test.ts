import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { ordered, probesOf, readPact } from './pact-document.ts';
import { pactFile, PACTS_FOLDER } from './pacts.ts';
import type { Ask } from './provider.ts';
import { verifyPact } from './verify.ts';

const folder = mkdtempSync(join(tmpdir(), 'pact-test-'));

afterAll(() => rmSync(folder, { recursive: true }));

const asItIs = readPact(join(PACTS_FOLDER, pactFile('as-it-is')));
const wanted = readPact(join(PACTS_FOLDER, pactFile('wanted')));
const { find } = readRecordings('public-2026-09');

const recorded: Ask = (probe) => Promise.resolve(find(probe));

const withBody = new Set(
  probesOf(asItIs)
    .filter(({ wantsBody }) => wantsBody)
    .map(({ probe }) => probeKey(probe)),
);

const known = (probe: Probe): boolean => {
  const exchange = find(probe);
  return exchange !== undefined && (!withBody.has(probeKey(probe)) || exchange.response.body !== undefined);
};

const isProjectList = ({ operation }: Probe): boolean => operation.endsWith('/project/search');

const refuse = (exchange: Exchange | undefined, status: number): Exchange | undefined =>
  exchange && { ...exchange, response: { ...exchange.response, status } };

const opened: Ask = (probe) => Promise.resolve(refuse(find(probe), 200));

const closed: Ask = (probe) => Promise.resolve(refuse(find(probe), 401));

const failing: Ask = () => Promise.reject(new Error('refused'));

const isRefusedRevoked = (probe: Probe): boolean =>
  probe.credential === 'revoked' && known(probe) && find(probe)?.response.status === 401;

const isKnownProjectList = (probe: Probe): boolean => isProjectList(probe) && known(probe);

describe('the pact of what Jira does', () => {
  it("is fulfilled by the public recordings, according to Pact's own verifier", async () => {
    const verified = await verifyPact(asItIs, recorded, known);
    expect(verified.length).toBeGreaterThan(50);
    expect(verified.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  });

  it('is broken, by name and without a credential, if a 401 becomes a 200', async () => {
    const verified = await verifyPact(asItIs, opened, isRefusedRevoked);
    expect(verified).toMatchObject([
      { credential: 'revoked', operation: 'GET /rest/api/3/myself', verdict: 'failed' },
    ]);
    expect(verified[0]?.reasons.join()).toContain('401');
    expect(JSON.stringify(verified)).not.toMatch(/Basic |ATATT/);
  });

  it('has the interactions of the spec files, in order, each once', () => {
    const keys = probesOf(asItIs).map(({ probe }) => probeKey(probe));
    expect(new Set(keys).size).toBe(keys.length);
    expect(ordered(asItIs)).toEqual(asItIs);
  });
});

describe('the wanted pact', () => {
  it('fails in every interaction today, and passes if Atlassian fixes it', async () => {
    const today = await verifyPact(wanted, recorded, isKnownProjectList);
    expect(today.length).toBeGreaterThan(5);
    expect(today.filter(({ verdict }) => verdict === 'passed')).toEqual([]);
    const fixed = await verifyPact(wanted, closed, isKnownProjectList);
    expect(fixed.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  });
});

describe('a pact that cannot be verified', () => {
  it.each([
    ['is no JSON', '{'],
    [
      'has no interactions',
      JSON.stringify({ interactions: [], metadata: { pactSpecification: { version: '4.0' } } }),
    ],
    [
      'is of another version',
      JSON.stringify({ ...asItIs, metadata: { pactSpecification: { version: '2.0.0' } } }),
    ],
  ])('is rejected if it %s', (_, text) => {
    const path = join(folder, 'pact.json');
    writeFileSync(path, text);
    expect(() => readPact(path)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('fails if there is no answer, or an error instead', async () => {
    await expect(verifyPact(asItIs, recorded, () => false)).rejects.toMatchObject({ exitCode: 3 });
    const results = await verifyPact(
      asItIs,
      failing,
      (probe) => probeKey(probe) === 'missing GET /rest/api/3/myself',
    );
    expect(results).toMatchObject([{ verdict: 'failed' }]);
  });
});
