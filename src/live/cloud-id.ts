import type { Settings } from '../config/settings.ts';
import type { LiveClient } from '../http/client.ts';

/** The id of a site at the gateway, or why it is unknown. */
export type CloudId = { readonly id: string } | { readonly unknown: string };

/** Returns the id from the settings, or looks it up at the public `/_edge/tenant_info` of the site. */
export async function cloudIdOf({ cloudId, site }: Settings, client: LiveClient): Promise<CloudId> {
  if (cloudId !== undefined) return { id: cloudId };
  const request = { origin: site, path: '/_edge/tenant_info', query: {}, authorization: null };
  const outcome = await client.ask(request);
  const unknown = 'the id of the site at the gateway could not be looked up; set JIRA_CLOUD_ID';
  if ('failure' in outcome) return { unknown: `${unknown} (${outcome.failure})` };
  const found = /"cloudId"\s*:\s*"([0-9a-f-]{36})"/.exec(outcome.wire.text ?? '');
  return found?.[1] ? { id: found[1] } : { unknown: `${unknown} (status ${outcome.wire.status})` };
}
