import { expect, it } from 'vitest';
import { hint } from './hint.ts';

it.each([
  [{}, 'npm run doctor'],
  [{ settings: '.env', sites: 'sites.json' }, 'npm run doctor'],
  [{ site: 'acme' }, 'npm run doctor -- --site acme'],
  [{ site: 'acme', anonymise: true, settings: 'my own.env' }, "npm run doctor -- --settings 'my own.env'"],
])('leads to the same site: %j', (context, line) => {
  expect(hint('doctor', context)).toBe(line);
});
