import { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../src/contract/synthetic-token.ts';
import { clearSecrets, registerSecret } from '../src/secrets/redaction.ts';
import { run, type MakeCommand } from './main.ts';

afterEach(clearSecrets);

const SECRET = syntheticToken('printed');

const HIDDEN = SECRET.replaceAll(/.{15}/g, '$& ');

async function ended(
  action: (streams: Parameters<MakeCommand>[0]) => void,
): Promise<{ code: number; out: string; err: string }> {
  registerSecret('JIRA_API_TOKEN', SECRET);
  const [out, err]: [string[], string[]] = [[], []];
  const make: MakeCommand = (streams) => new Command('test').action(() => action(streams));
  const code = await run(make, [], {
    stdout: { write: (text: string) => out.push(text), isTTY: true, columns: 99 },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('what a command prints', () => {
  it('passes the choke point on both streams', async () => {
    const { out, err } = await ended(({ stdout, stderr }) => {
      stdout.write(`out ${SECRET}`);
      stderr.write(`err ${SECRET}`);
    });
    expect({ out, err }).toEqual({ out: 'out [JIRA_API_TOKEN]', err: 'err [JIRA_API_TOKEN]' });
  });

  it('ends the command if stdout would have a secret that cannot be removed', async () => {
    const { code, out, err } = await ended(({ stdout }) => void stdout.write(HIDDEN));
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('JIRA_API_TOKEN');
  });

  it('writes the reason on stderr instead of such a text', async () => {
    const { code, err } = await ended(({ stderr }) => void stderr.write(HIDDEN));
    expect(code).toBe(0);
    expect(err).toContain('JIRA_API_TOKEN');
    expect(err).not.toContain(SECRET.slice(0, 15));
  });

  it('has no secret in the trace of a defect either', async () => {
    const { code, err } = await ended(() => {
      throw new TypeError(`cannot read ${SECRET}`);
    });
    expect(code).toBe(3);
    expect(err).toContain('TypeError: cannot read [JIRA_API_TOKEN]');
  });

  it('still knows its terminal', async () => {
    await ended(({ stdout }) => expect(stdout).toMatchObject({ isTTY: true, columns: 99 }));
  });
});
