import { isServiceToken } from '../contract/authorization.ts';
import { Fault } from '../fault.ts';
import { identityFrom, type Identity, type IdentityPart } from '../contract/identity.ts';
import { syntheticToken } from '../contract/synthetic-token.ts';
import type { Network } from '../http/agent.ts';
import { gatewayOf } from '../http/clouds.ts';
import { faultsOf } from './examine.ts';
import { networkOf } from './network.ts';
import type { Values } from './values.ts';
import { variableOf, type VariableName } from './variables.ts';

export { readValues } from './values.ts';

/** The checked settings of a site. Parts of the identity that were not provided are empty. */
export interface Settings {
  /** Origin of the site. */
  readonly site: string;
  /** Origin of the gateway and of the Admin API. */
  readonly api: string;
  /** Whether the gateway of the site's cloud is known; if not, nothing is sent there. */
  readonly hasGateway: boolean;
  readonly cloudId: string | undefined;
  readonly identity: Identity;
  readonly network: Network;
  readonly projectKey: string | undefined;
  readonly issueKey: string | undefined;
  /** Prefix of the variable names; empty unless there are several sites. */
  readonly prefix: string;
}

/** Made-up parts: no mailbox exists at example.com, and this token was never issued. */
const DERIVED = { unknownEmail: 'nobody@example.com', neverIssuedToken: syntheticToken('never-issued') };

const identityOf = (values: Values): Identity => {
  const part = (name: VariableName): string => values.get(name) ?? '';
  const gatewayToken = part('JIRA_SCOPED_TOKEN');
  const isService = isServiceToken(gatewayToken);
  const derived: Partial<Record<IdentityPart, string>> = {
    ...DERIVED,
    // A Bearer header has no user: this placeholder is never sent.
    scopedEmail: part('JIRA_SCOPED_EMAIL') || part('JIRA_EMAIL') || (isService ? 'service-account' : ''),
    scopedToken: isService ? '' : gatewayToken,
    serviceToken: isService ? gatewayToken : '',
  };
  return identityFrom((name) => {
    const variable = variableOf(name);
    // A password has no variable: a tool that runs every night should not have one.
    return derived[name] ?? (variable ? part(variable.name) : '');
  });
};

/**
 * Checks values and returns them as settings.
 *
 * @param where the place to correct them, for the message, such as `.env`
 * @param prefix the prefix of the variable names
 * @param doctor the command that examines the settings, for the message
 * @throws Fault `bad-config` if a variable is missing or wrong. The message names all of them and contains no value.
 */
export function settingsOf(values: Values, where: string, prefix = '', doctor = 'npm run doctor'): Settings {
  const wrong = faultsOf(values, prefix);
  if (wrong.length > 0) {
    throw new Fault(
      'bad-config',
      `${wrong.join('; ')}. Correct this in ${where} (.env.example shows how). For help, run: ${doctor}`,
    );
  }
  const site = new URL(values.get('JIRA_SITE') ?? '');
  const gateway = values.get('JIRA_API_ORIGIN') ?? gatewayOf(site.hostname);
  return {
    site: site.origin,
    // If the gateway is unknown, nothing is sent there, and the host lock allows the site only.
    api: new URL(gateway ?? site).origin,
    hasGateway: gateway !== undefined,
    cloudId: values.get('JIRA_CLOUD_ID'),
    identity: identityOf(values),
    network: networkOf(values),
    projectKey: values.get('JIRA_PROJECT_KEY'),
    issueKey: values.get('JIRA_ISSUE_KEY'),
    prefix,
  };
}
