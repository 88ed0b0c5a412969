import { expect, it } from 'vitest';
import { gatewayOf, isAtlassiansOwn, isGateway, isSite } from './clouds.ts';

const COMMERCIAL = 'https://api.atlassian.com';

it.each([
  ['acme.atlassian.net', { site: true, own: false, gateway: COMMERCIAL }],
  ['a.b.atlassian.net', { site: true, own: false, gateway: COMMERCIAL }],
  ['x1.atlassian.net', { site: true, own: false, gateway: COMMERCIAL }],
  ['acme.jira.com', { site: true, own: false, gateway: COMMERCIAL }],
  [
    'acme.atlassian-us-gov-mod.net',
    { site: true, own: false, gateway: 'https://api.atlassian-us-gov-mod.com' },
  ],
  ['acme.atlassian-us-gov.net', { site: true, own: false, gateway: undefined }],
  ['acme.atlassian-isolated.net', { site: true, own: false, gateway: undefined }],
  // Taken for a site of the commercial cloud with an address of its own.
  ['jira.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['acme.atlassian.net.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['acme.jira.com.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['acme.atlassian-us-gov-mod.net.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['acme.atlassian-us-gov.net.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['acme.atlassian-isolated.net.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['no_site.atlassian.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['no_site.atlassian-us-gov-mod.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['no_site.atlassian-us-gov.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['no_site.atlassian-isolated.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['atlassian.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['atlassian-us-gov-mod.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['atlassian-us-gov.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['atlassian-isolated.net', { site: false, own: false, gateway: COMMERCIAL }],
  ['notatlassian.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['atlassian.com.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['my-admin.atlassian.net', { site: true, own: false, gateway: COMMERCIAL }],
  ['admin.atlassian.net.example.com', { site: false, own: false, gateway: COMMERCIAL }],
  ['atlassian.com', { site: false, own: true, gateway: COMMERCIAL }],
  ['api.atlassian.com', { site: false, own: true, gateway: COMMERCIAL }],
  ['a.b1.atlassian.com', { site: false, own: true, gateway: COMMERCIAL }],
  ['admin.atlassian-us-gov.com', { site: false, own: true, gateway: COMMERCIAL }],
  ['api.atlassian-us-gov-mod.com', { site: false, own: true, gateway: COMMERCIAL }],
  ['admin.atlassian.net', { site: false, own: true, gateway: COMMERCIAL }],
  ['api.atlassian.net', { site: false, own: true, gateway: COMMERCIAL }],
  ['auth.atlassian.net', { site: false, own: true, gateway: COMMERCIAL }],
  ['id.atlassian.net', { site: false, own: true, gateway: COMMERCIAL }],
])("knows %s as a site, as Atlassian's own, and by its gateway", (hostname, expected) => {
  const found = { site: isSite(hostname), own: isAtlassiansOwn(hostname), gateway: gatewayOf(hostname) };
  expect(found).toEqual(expected);
});

it.each([
  ['api.atlassian.com', true],
  ['api.atlassian-us-gov-mod.com', true],
  ['api.atlassian-us-gov.com', false],
  ['xapi.atlassian.com', false],
  ['acme.atlassian.net', false],
  ['', false],
])('knows a gateway by its name: %s', (hostname, is) => {
  expect(isGateway(hostname)).toBe(is);
});
