import { expect, it } from 'vitest';
import { z } from 'zod';
import { tableNameSchema } from './known.ts';

const schema = z.object({
  fruit: tableNameSchema('fruit', (name) => (['apple', 'pear'] as const).find((one) => one === name)),
});

it('accepts a name of the table', () => {
  expect(schema.safeParse({ fruit: 'pear' })).toEqual({ success: true, data: { fruit: 'pear' } });
});

it.each(['plum', '', 'Pear'])('refuses %j, and names it', (fruit) => {
  const { success, error } = schema.safeParse({ fruit });
  expect(success).toBe(false);
  expect(error?.issues).toMatchObject([
    { path: ['fruit'], message: expect.stringContaining(`fruit "${fruit}"`) },
  ]);
});

it('refuses anything but text', () => {
  expect(schema.safeParse({ fruit: 1 }).success).toBe(false);
});
