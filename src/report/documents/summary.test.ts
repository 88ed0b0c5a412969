import { expect, it } from 'vitest';
import type { Certainty } from '../../run/certainty.ts';
import { checkWith } from '../report.fixture.ts';
import { sureness } from './summary.ts';

const withCertainties = (...certainties: Certainty[]) => {
  const document = checkWith('a text');
  let i = 0;
  const rows = document.run.rows.map((row) =>
    row.kind === 'contract' ? { ...row, certainty: certainties[i++] } : row,
  );
  return { ...document, run: { ...document.run, rows } };
};

it('counts confirmed probes, and roll-outs separately from flapping', () => {
  const flapping = [401, 200, 401];
  const document = withCertainties({ flapping, rollOut: true }, { flapping }, { times: 3, dissent: [200] });
  expect(sureness(document)).toMatchObject({ rollOut: 1, flapping: 1, confirmed: 1, dissent: 1 });
});
