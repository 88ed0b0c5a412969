/** What a host name stands for; undefined for a host that is none of the stand-in's. */
export type HostKind = 'loopback' | 'site' | 'gateway';

const NAMES: readonly (readonly [RegExp, HostKind])[] = [
  [/^(?:127\.0\.0\.1|localhost|\[::1\])$/, 'loopback'],
  [/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.atlassian\.net$/, 'site'],
  [/^api\.atlassian\.com$/, 'gateway'],
];

/** Returns what a host name, without a port, stands for. */
export function hostKindOf(name: string): HostKind | undefined {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}
