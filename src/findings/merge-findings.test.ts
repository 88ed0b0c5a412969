import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Level } from '../change/levels.ts';
import type { Probe } from '../contract/probe.ts';
import type { FindingRule } from './finding.ts';
import { mergeParts } from './merge-findings.ts';
import type { PartialFinding } from './partial-findings.ts';

const PROBE: Probe = { credential: 'revoked', operation: 'GET /rest/api/3/myself' };
const OTHER: Probe = { credential: 'expired', operation: 'GET /rest/api/3/myself' };

const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed' };

const part = (rule: FindingRule, fails: boolean, more: Partial<PartialFinding> = {}): PartialFinding => ({
  rule,
  level: 'critical',
  fails,
  probe: PROBE,
  title: rule,
  message: rule,
  detail: rule,
  answer: IGNORED,
  fingerprint: rule,
  ...more,
});

const known = (...fingerprints: string[]): Acknowledgement[] =>
  fingerprints.map((fingerprint) => ({ fingerprint, change: 'x', reason: `of ${fingerprint}` }));

describe('the finding of a probe', () => {
  it.each<[string, PartialFinding[], string[], [string, string, boolean]]>([
    ['a failure', [part('contract-broken', true)], [], ['contract-broken', 'new', true]],
    ['nothing that fails', [part('signal-gained', false)], [], ['signal-gained', 'noted', false]],
    ['good news', [part('guard-tightened', true)], [], ['guard-tightened', 'fixed', true]],
    [
      'good news that fails nothing',
      [part('guard-tightened', false)],
      [],
      ['guard-tightened', 'fixed', false],
    ],
    ['nothing decided', [part('undecided', false)], [], ['undecided', 'undecided', false]],
    [
      'nothing decided, acknowledged',
      [part('undecided', false)],
      ['undecided'],
      ['undecided', 'undecided', false],
    ],
    [
      'a failure that is known',
      [part('contract-broken', true)],
      ['contract-broken'],
      ['contract-broken', 'known', false],
    ],
    [
      'good news that is known',
      [part('wanted-fixed', true)],
      ['wanted-fixed'],
      ['wanted-fixed', 'known', false],
    ],
    [
      'a known thing that fails nothing',
      [part('signal-gained', false)],
      ['signal-gained'],
      ['signal-gained', 'known', false],
    ],
    [
      'a change before the row that it breaks',
      [part('contract-broken', true), part('guard-loosened', true)],
      [],
      ['guard-loosened', 'new', true],
    ],
    [
      'a change that is known with its row',
      [part('contract-broken', true), part('guard-loosened', true)],
      ['guard-loosened'],
      ['guard-loosened', 'known', false],
    ],
    [
      'a row that is known, and not its change',
      [part('contract-broken', true), part('guard-loosened', true)],
      ['contract-broken'],
      ['guard-loosened', 'new', true],
    ],
    [
      'both known',
      [part('contract-broken', true), part('guard-loosened', true)],
      ['contract-broken', 'guard-loosened'],
      ['guard-loosened', 'known', false],
    ],
    [
      'a known change into another status, and a row',
      [part('contract-broken', true), part('guard-loosened', true, { answer: { ...IGNORED, status: 404 } })],
      ['guard-loosened'],
      ['contract-broken', 'new', true],
    ],
    [
      'a known change into another treatment, and a row',
      [
        part('contract-broken', true),
        part('guard-loosened', true, { answer: { ...IGNORED, treatment: 'accepted' } }),
      ],
      ['guard-loosened'],
      ['contract-broken', 'new', true],
    ],
    [
      'a known change whose answer is not on record, and a row',
      [part('contract-broken', true), part('guard-loosened', true, { answer: undefined })],
      ['guard-loosened'],
      ['guard-loosened', 'known', false],
    ],
    [
      'a known change, and a row without an answer',
      [part('contract-broken', true, { answer: undefined }), part('guard-loosened', true)],
      ['guard-loosened'],
      ['guard-loosened', 'known', false],
    ],
    [
      'a change of form that is known, after a row that is not',
      [part('shape-changed', false), part('contract-broken', true)],
      ['shape-changed'],
      ['contract-broken', 'new', true],
    ],
    [
      'what is known, before what fails nothing',
      [part('guard-loosened', false), part('contract-broken', true)],
      ['contract-broken'],
      ['contract-broken', 'known', false],
    ],
    [
      'an undecided row is reported as the other failure',
      [part('undecided', false), part('pact-broken', true)],
      [],
      ['pact-broken', 'new', true],
    ],
  ])('is a single one: %s', (_, parts, acknowledged, [rule, state, fails]) => {
    for (const order of [parts, parts.toReversed()]) {
      const found = mergeParts(order, known(...acknowledged));
      expect(found).toMatchObject([{ rule, state, fails, fingerprint: rule }]);
      expect(found[0]?.also.map((one) => one.rule).toSorted()).toEqual(
        parts
          .map((one) => one.rule)
          .filter((one) => one !== rule)
          .toSorted(),
      );
      // What is acknowledged says why, and nothing else does.
      expect(found[0]?.acknowledged === undefined).toBe(!acknowledged.includes(rule));
    }
  });

  it('prefers the acknowledgement of its change to one by fingerprint', () => {
    const [own] = known('brought');
    const [found] = mergeParts(
      [part('guard-loosened', true, { acknowledged: own })],
      known('guard-loosened'),
    );
    expect(found).toMatchObject({ state: 'known', fails: false, acknowledged: own });
  });

  it('has the words of its first rule, and the certainty of any of them', () => {
    const [found] = mergeParts(
      [
        part('contract-broken', true, { certainty: { times: 3 } }),
        part('guard-loosened', true, { title: 't', message: 'm', detail: 'd', level: 'minor' }),
      ],
      [],
    );
    expect(found).toMatchObject({
      title: 't',
      message: 'm',
      detail: 'd',
      level: 'minor',
      probe: PROBE,
      certainty: { times: 3 },
      also: [{ rule: 'contract-broken', fingerprint: 'contract-broken' }],
    });
  });
});

const at = (operation: Probe['operation'], credential: Probe['credential'] = 'revoked') => ({
  probe: { credential, operation },
});

const atLevel = (level: Level, more: Partial<PartialFinding>): Partial<PartialFinding> => ({
  level,
  ...more,
});

describe('the list of findings', () => {
  it('has one per probe, and one per part without a probe', () => {
    const found = mergeParts(
      [
        part('test-failed', true, { probe: undefined, fingerprint: 'a' }),
        part('contract-broken', true),
        part('contract-broken', true, { probe: OTHER }),
        part('test-failed', true, { probe: undefined, fingerprint: 'b' }),
        part('pact-broken', true),
      ],
      [],
    );
    expect(found.map(({ rule, probe }) => [rule, probe?.credential])).toEqual([
      ['contract-broken', 'revoked'],
      ['contract-broken', 'expired'],
      ['test-failed', undefined],
      ['test-failed', undefined],
    ]);
    expect(mergeParts([], known('a'))).toEqual([]);
  });

  it('is sorted: failing first, then by state, level, rule and the order of the tables', () => {
    const parts = [
      part('undecided', false, atLevel('info', at('GET /rest/api/3/field'))),
      part('signal-gained', false, atLevel('info', at('GET /rest/api/3/label'))),
      part('guard-loosened', true, { ...at('GET /rest/api/3/role'), fingerprint: 'known' }),
      part('guard-tightened', false, atLevel('notice', at('GET /rest/api/3/status'))),
      part('wanted-fixed', true, atLevel('notice', at('GET /rest/api/3/priority'))),
      part('refusal-changed', true, atLevel('major', at('GET /rest/api/3/issuetype'))),
      part('contract-broken', true, at('GET /rest/api/3/project', 'expired')),
      part('contract-broken', true, at('GET /rest/api/3/project')),
      part('contract-broken', true, at('GET /rest/api/3/myself')),
      // What is of no probe comes after what is.
      part('contract-broken', true, { probe: undefined, fingerprint: 'none' }),
      part('another-account', true, at('GET /rest/api/3/serverInfo')),
      part('test-failed', true, { probe: undefined }),
    ];
    const expected = [
      'another-account revoked GET /rest/api/3/serverInfo',
      'contract-broken revoked GET /rest/api/3/myself',
      'contract-broken revoked GET /rest/api/3/project',
      'contract-broken expired GET /rest/api/3/project',
      'contract-broken',
      'test-failed',
      'refusal-changed revoked GET /rest/api/3/issuetype',
      'wanted-fixed revoked GET /rest/api/3/priority',
      'guard-tightened revoked GET /rest/api/3/status',
      'guard-loosened revoked GET /rest/api/3/role',
      'signal-gained revoked GET /rest/api/3/label',
      'undecided revoked GET /rest/api/3/field',
    ];
    for (const order of [parts, parts.toReversed()]) {
      const found = mergeParts(order, known('known'));
      expect(
        found.map(({ rule, probe }) =>
          [rule, ...(probe ? [probe.credential, probe.operation] : [])].join(' '),
        ),
      ).toEqual(expected);
    }
  });
});
