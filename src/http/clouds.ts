/** A cloud that Atlassian runs: the host names of its sites, and the gateway in front of them. */
interface Cloud {
  readonly sites: RegExp;
  /** Left out if no public source names it. */
  readonly gateway?: string;
}

/**
 * Atlassian's clouds. A credential of one never goes to the gateway of another.
 *
 * - Commercial: the cloud that all sources of this project describe.
 * - Government, FedRAMP Moderate: Atlassian lists its domains and `api.atlassian-us-gov-mod.com` at
 *   https://support.atlassian.com/organization-administration/docs/ip-addresses-and-domains-for-atlassian-cloud-products/
 * - `atlassian-us-gov.net`: recognised as a separate domain by
 *   https://github.com/sooperset/mcp-atlassian/blob/00266a0318824e6ffc3ee612ea4c1103e80d5635/src/mcp_atlassian/utils/urls.py
 * - Isolated Cloud: Atlassian's own https://www.npmjs.com/package/@atlaskit/atlassian-context uses the domain
 *   `<customer>.atlassian-isolated.net`.
 */
const CLOUDS: readonly Cloud[] = [
  { sites: /^(?:[a-z0-9-]+\.)+(?:atlassian\.net|jira\.com)$/, gateway: 'https://api.atlassian.com' },
  {
    sites: /^(?:[a-z0-9-]+\.)+atlassian-us-gov-mod\.net$/,
    gateway: 'https://api.atlassian-us-gov-mod.com',
  },
  { sites: /^(?:[a-z0-9-]+\.)+atlassian-us-gov\.net$/ },
  { sites: /^(?:[a-z0-9-]+\.)+atlassian-isolated\.net$/ },
];

/** Atlassian's own hosts, which are not sites: the gateway, the administration, the login page and others. */
const OWN = /^(?:[a-z0-9-]+\.)*atlassian(?:-us-gov(?:-mod)?)?\.com$|^(?:admin|api|auth|id)\.atlassian\.net$/;

/** Whether a host is a site in one of Atlassian's clouds. */
export function isSite(hostname: string): boolean {
  return !isAtlassiansOwn(hostname) && CLOUDS.some(({ sites }) => sites.test(hostname));
}

/** Whether a host belongs to Atlassian itself rather than to a customer. */
export function isAtlassiansOwn(hostname: string): boolean {
  return OWN.test(hostname);
}

/** Whether a host is the gateway of one of Atlassian's clouds. */
export function isGateway(hostname: string): boolean {
  return CLOUDS.some(({ gateway }) => gateway !== undefined && new URL(gateway).hostname === hostname);
}

/**
 * Returns the origin of the gateway in front of a site, or undefined if none is known. A site with a custom domain counts as
 * one of the commercial cloud.
 */
export function gatewayOf(hostname: string): string | undefined {
  return (CLOUDS.find(({ sites }) => sites.test(hostname)) ?? CLOUDS[0])?.gateway;
}
