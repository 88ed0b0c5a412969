import type { SeenRequest } from '../stand-in/stand-in.ts';
import type { Observation } from './observation.ts';

/** For tests: a request that was answered for the account. */
export function seenRequest(changes: Partial<SeenRequest> = {}): SeenRequest {
  return {
    method: 'GET',
    host: '127.0.0.1',
    path: '/rest/api/3/project/search',
    query: 'startAt=0',
    state: 'account',
    caller: 'abc',
    at: 0,
    isWrite: false,
    answeredFor: 'account',
    status: 200,
    ...changes,
  };
}

/** For tests: what was observed of a program that listed some projects and succeeded. */
export function observationWith(changes: Partial<Observation> = {}): Observation {
  const succeeded = changes.succeeded ?? true;
  return {
    drive: 'command',
    succeeded,
    exitCode: succeeded ? 0 : 1,
    stdout: '',
    stderr: '',
    text: 'A\nB\n',
    requests: [seenRequest()],
    refusedHosts: [],
    leaks: [],
    survivors: 0,
    milliseconds: 200,
    ...changes,
  };
}
