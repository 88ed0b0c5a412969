import type { Site, SiteRequest } from './asked.ts';
import { jsonAnswer, type StandInResponse } from './response.ts';
import type { Match } from './site/routes.ts';
import { viewOf } from './site/view.ts';

/** The fields of a JSON object. */
function fieldsOf(body: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return new Map(isObject ? Object.entries(body) : []);
}

/** Runs an operation for the account or for an anonymous caller. @param base where links in the answer begin */
export function runOperation(
  { route, path, version }: Match,
  { query, body }: SiteRequest,
  { identity, content, behaviour }: Site,
  { isAccount, base }: { readonly isAccount: boolean; readonly base: string },
): StandInResponse {
  const fields = fieldsOf(body.value);
  const result = route.answer({
    view: viewOf(content, { email: identity.email, isAccount, base, version }),
    behaviour,
    path,
    parameter: (name) => (query.has(name) ? query.getAll(name).join(',') : fields.get(name)),
  });
  return jsonAnswer(result.status, result.body);
}
