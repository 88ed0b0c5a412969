import { join } from 'node:path';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import type { Identity } from '../src/contract/identity.ts';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import type { StandIn } from '../src/stand-in/stand-in.ts';
import { GATEWAY_ORIGIN, SITE_ORIGIN, tlsSettings } from '../src/stand-in/tls/settings.ts';

/**
 * Returns the settings for programs that reach a stand-in as a site of Atlassian. The certificate of its authority is written to the
 * folder; its key never is.
 */
export function settingsBehindProxy(
  { proxy, ca }: NonNullable<StandIn['tls']>,
  folder: string,
  identity?: Identity,
): Record<string, string> {
  const caFile = join(folder, 'ca.pem');
  writeFileAtomically(caFile, ca, 'private');
  return {
    ...environmentFor(SITE_ORIGIN, identity),
    JIRA_API_ORIGIN: GATEWAY_ORIGIN,
    ...tlsSettings(proxy, caFile),
  };
}
