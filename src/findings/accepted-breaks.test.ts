import { expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Change } from '../change/change.ts';
import { ignored } from '../contract/expectation.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Run } from '../run/run.ts';
import { liveRunOf, revokedRow } from '../run/run.fixture.ts';
import { acceptedBreaks } from './accepted-breaks.ts';
import { rowFingerprint } from './fingerprints.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed' };

const row = (more: Partial<RowResult> = {}): RowResult => revokedRow('broken', { answer: IGNORED, ...more });

const BROKEN = row();
const OTHER = row({ operation: PROJECT });
const KEPT = row({ operation: PROJECT, expected: ignored(200), verdict: 'kept' });

const CHANGE: Change = {
  rule: 'guard-loosened',
  level: 'critical',
  credential: 'revoked',
  operation: MYSELF,
  before: REFUSED,
  after: IGNORED,
  fingerprint: 'the change',
  sources: [],
};

const ack = (fingerprint: string): Acknowledgement => ({
  fingerprint,
  change: 'x',
  reason: `reason of ${fingerprint}`,
  until: '2027-01-31',
});

const WHY = { reason: 'accepted', link: 'https://jira.atlassian.com/browse/A-1' };
const OF_CHANGE = { reason: 'reason of the change', until: '2027-01-31' };

it.each<[string, Run, readonly Change[], readonly Acknowledgement[], object[]]>([
  ['nothing is broken', liveRunOf([KEPT]), [CHANGE], [], []],
  [
    'a row is broken, with nothing known',
    liveRunOf([BROKEN, KEPT]),
    [CHANGE],
    [],
    [{ fingerprint: rowFingerprint(BROKEN), ...WHY }],
  ],
  [
    'the change that broke a row is acknowledged: its row takes over why and until when',
    liveRunOf([BROKEN]),
    [CHANGE],
    [ack('the change')],
    [{ fingerprint: rowFingerprint(BROKEN), ...OF_CHANGE }],
  ],
  [
    'one of two rows was broken by an acknowledged change',
    liveRunOf([BROKEN, OTHER]),
    [CHANGE],
    [ack('the change')],
    [
      { fingerprint: rowFingerprint(BROKEN), ...OF_CHANGE },
      { fingerprint: rowFingerprint(OTHER), ...WHY },
    ],
  ],
  ['the row itself is acknowledged', liveRunOf([BROKEN]), [CHANGE], [ack(rowFingerprint(BROKEN))], []],
])('what goes on failing in a new baseline is acknowledged where %s', (_, run, changes, known, expected) => {
  const accepted = acceptedBreaks(run, { changes, failOn: 'info' }, known, WHY);
  const made = accepted.map(({ acknowledgement: { change, ...rest } }) => [rest, change !== '']);
  expect(made).toEqual(expected.map((one) => [one, true]));
  expect(accepted.every(({ finding }) => finding.fails)).toBe(true);
});

it('takes over nothing where there was no baseline', () => {
  const [accepted] = acceptedBreaks(liveRunOf([BROKEN]), null, [ack('the change')], WHY);
  expect(accepted?.acknowledgement).toMatchObject({ fingerprint: rowFingerprint(BROKEN), ...WHY });
});
