import { Fault } from '../fault.ts';

/** A period in which Jira behaved in one way, as far as public evidence shows. */
export interface Era {
  readonly id: string;
  /** First day of the period, `YYYY-MM-DD`. */
  readonly from: string;
  readonly sentence: string;
}

/**
 * The known behaviours, oldest first. The boundaries are those of the evidence, not of Jira's releases: the last
 * dated observation of the edge's 401 is from 2023-03-26 (https://github.com/swingbit/jira2gitlab/issues/15), the
 * first of an anonymous answer to a bad token is from 2023-09-01
 * (https://github.com/trufflesecurity/trufflehog/pull/1744); when it changed in between is not known.
 */
export const ERAS = [
  { id: '2019-11', from: '2019-01-01', sentence: 'A revoked token is refused with 401.' },
  {
    id: '2019-12',
    from: '2019-12-01',
    sentence: 'A revoked token is dropped to anonymous: the project list answers 200 and an empty array.',
  },
  {
    id: '2022-11',
    from: '2020-02-01',
    sentence:
      'An unusable secret is refused with 401 on every operation; a revoked or mismatched token is dropped to anonymous.',
  },
  {
    id: '2026-09',
    from: '2023-04-01',
    sentence: 'Every invalid Basic credential is dropped to anonymous; an opaque Bearer is refused with 403.',
  },
] as const satisfies readonly Era[];

export type EraId = (typeof ERAS)[number]['id'];

/** The era that the contract describes unless another one is named. */
export const PRESENT: EraId = '2026-09';

/**
 * Returns the era of a day.
 *
 * @param date `YYYY-MM-DD` or an ISO 8601 time
 * @throws Fault `bad-fixture` for a day before the first era
 */
export function eraOf(date: string): EraId {
  const era = ERAS.findLast(({ from }) => from <= date);
  if (!era)
    throw new Fault('bad-fixture', `No contract covers ${date}: the oldest era begins on ${ERAS[0].from}.`);
  return era.id;
}
