import { describe, expect, it } from 'vitest';
import { FILE_LAYOUT } from '../layout.ts';
import { render } from '../formats.ts';
import { lineText } from '../blocks/blocks.ts';
import { boxesOf, boxesOfFault } from './boxes.ts';
import { changesOf, checkOf, IGNORED, probesOf, REFUSED, rowsFor } from './events.fixture.ts';

const PROBES = probesOf(['mistyped', 'revoked'], ['GET /rest/api/3/project']);

const NEW = checkOf({
  rows: rowsFor(PROBES, 'contract', 'kept'),
  changes: changesOf('guard-loosened', PROBES),
});

describe.each(['text', 'markdown', 'jira-wiki', 'adf'] as const)('a report as %s', (format) => {
  it('shows a request that needs nothing else', () => {
    const out = render('check', format, NEW, FILE_LAYOUT);
    expect(out).toMatch(/curl .*JIRA_SITE/);
    // The helper of the evidence page is not defined here.
    expect(out).not.toMatch(/\bget \\?"\$JIRA/);
  });
});

describe('the request to be sent by hand', () => {
  it('shows a probe whose answer is another than before, if there is one', () => {
    const [same, other] = probesOf(['empty-token', 'revoked'], ['GET /rest/api/3/project']);
    if (!same || !other) throw new Error('no probes');
    const rows = [same, other].flatMap((probe) => [
      ...rowsFor([probe], 'contract', 'broken', REFUSED),
      ...rowsFor([probe], 'wanted', 'kept', REFUSED),
    ]);
    const changes = changesOf('guard-tightened', [same, other]).map((change) => ({
      ...change,
      before: change.credential === same.credential ? { ...REFUSED, mark: 'login-failed' as const } : IGNORED,
      after: REFUSED,
    }));
    const { howBad, whatNow } = boxesOf(checkOf({ rows, changes }));
    expect(whatNow.curl).toContain('JIRA_REVOKED_TOKEN');
    expect(lineText(howBad)).toMatch(/401\b.*\b200/);
  });
});

describe('the commands for a site that was not judged', () => {
  const fault = { site: 'acme', reason: 'x', lastConcluded: undefined, nights: 1 };
  const commandsOf = (exitCode: number, name?: string): string[] =>
    boxesOfFault({ ...fault, exitCode, name }).whatNow.commands.map(({ command }) => command);

  it('ask again if the site did not answer, and only look at the settings if these are wrong', () => {
    expect(commandsOf(3).join('\n')).toMatch(/check .*--live/);
    expect(commandsOf(2).join('\n')).not.toMatch(/--live/);
    expect(commandsOf(2).join('\n')).toMatch(/doctor/);
  });

  it('can be pasted whatever the site is called', () => {
    for (const exitCode of [2, 3]) {
      for (const command of commandsOf(exitCode, "a b'; id")) {
        expect(command).toContain(String.raw`--site 'a b'\''; id'`);
      }
    }
  });
});
