/** One of the clouds that Atlassian runs: which hosts are sites of it, and the gateway in front of them. */
interface Cloud {
  readonly sites: RegExp;
  /** Left out: no public source names it. */
  readonly gateway?: string;
}

/**
 * Atlassian's clouds. A credential of one never goes to the gateway of another.
 *
 * - Commercial: every source of this project.
 * - Government, FedRAMP Moderate: its domains and `api.atlassian-us-gov-mod.com` are in Atlassian's list,
 *   https://support.atlassian.com/organization-administration/docs/ip-addresses-and-domains-for-atlassian-cloud-products/
 * - `atlassian-us-gov.net`: sites of it are told from others in
 *   https://github.com/sooperset/mcp-atlassian/blob/00266a0318824e6ffc3ee612ea4c1103e80d5635/src/mcp_atlassian/utils/urls.py
 * - Isolated Cloud: Atlassian's own https://www.npmjs.com/package/@atlaskit/atlassian-context takes
 *   `<customer>.atlassian-isolated.net` for its domain.
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

/** Atlassian's own hosts, none of which is a site: the gateway, the administration, the login page and others. */
const OWN = /^(?:[a-z0-9-]+\.)*atlassian(?:-us-gov(?:-mod)?)?\.com$|^(?:admin|api|auth|id)\.atlassian\.net$/;

/** Whether a host is a site of one of Atlassian's clouds. */
export function isSite(hostname: string): boolean {
  return !isAtlassiansOwn(hostname) && CLOUDS.some(({ sites }) => sites.test(hostname));
}

/** Whether a host belongs to Atlassian itself, and to no customer. */
export function isAtlassiansOwn(hostname: string): boolean {
  return OWN.test(hostname);
}

/** Whether a host is the gateway of one of Atlassian's clouds. */
export function isGateway(hostname: string): boolean {
  return CLOUDS.some(({ gateway }) => gateway !== undefined && new URL(gateway).hostname === hostname);
}

/**
 * The origin of the gateway in front of a site, or undefined where none is known. A site with an address of its own is
 * taken for one of the commercial cloud.
 */
export function gatewayOf(hostname: string): string | undefined {
  return (CLOUDS.find(({ sites }) => sites.test(hostname)) ?? CLOUDS[0])?.gateway;
}
