import { expect, it } from 'vitest';
import { readByReading, type Evidence } from '../../../clients/by-reading.ts';
import { FILE_LAYOUT } from '../../layout.ts';
import { render } from '../../formats.ts';

const byReading = readByReading('9999-12-31');

const urlOf = (evidence: Evidence | undefined): string[] =>
  evidence === undefined || evidence.grade === 'facts' ? [] : [evidence.url];

it('leads to every place that was read, at work and before too', () => {
  const page = render(
    'clients',
    'html',
    { measured: { origin: 'stand-in', clients: [] }, byReading },
    FILE_LAYOUT,
  );
  const urls = byReading.integrations.flatMap(({ check, atWork, before }) =>
    [check.evidence, atWork.evidence, before?.evidence].flatMap(urlOf),
  );
  expect(urls.length).toBeGreaterThan(byReading.integrations.length);
  expect(urls.filter((url) => !page.includes(`href="${url}"`))).toEqual([]);
});
