import { guardFetch, type GuardOptions } from './fetch.ts';

/**
 * Makes jira.js notice a dead token: its calls fail with its own `AuthError`, and `getAuthOn401` works. It has no hook of its own
 * and calls the global `fetch`, so that is replaced, for the answers of this site alone.
 *
 * @returns a function that restores the former `fetch`
 */
export function guardJiraJs(options: GuardOptions): () => void {
  const former = globalThis.fetch;
  globalThis.fetch = guardFetch({ onDead: 'answer 401', ...options }, former);
  return () => {
    globalThis.fetch = former;
  };
}
