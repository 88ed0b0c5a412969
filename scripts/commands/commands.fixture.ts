import { run, type MakeCommand } from '../main.ts';
import type { Streams } from '../../src/workflows/session.ts';

/** For tests: the exit code and output of a command. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** For tests: runs a command within this process. */
export async function callCommand(
  command: MakeCommand,
  args: readonly string[],
  streams: Partial<Streams> = {},
): Promise<Called> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(command, args, {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
    ...streams,
  });
  return { code, out: out.join(''), err: err.join('') };
}
