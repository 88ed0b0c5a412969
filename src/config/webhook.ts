import { Fault } from '../fault.ts';
import type { Network } from '../http/agent.ts';
import { networkOf } from './network.ts';
import { valueFault } from './value-faults.ts';
import type { Values } from './values.ts';
import { ALL_VARIABLES, isOfWebhook } from './variables.ts';

/** What a webhook expects. */
export const WEBHOOK_KINDS = ['slack', 'teams', 'json'] as const;

export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** Where and when the line of a night is posted. */
export interface WebhookSettings {
  /** A secret, all of it. */
  readonly url: string;
  readonly kind: WebhookKind;
  /** Whether quiet nights are posted too. */
  readonly always: boolean;
  readonly network: Network;
}

/** The hosts that show what their webhooks expect. Workflows of Teams moved from the first of theirs to the second. */
const HOSTS: readonly (readonly [RegExp, WebhookKind])[] = [
  [/^hooks\.slack(?:-gov)?\.com$/, 'slack'],
  [/\.logic\.azure\.com$/, 'teams'],
  [/\.api\.powerplatform\.com$/, 'teams'],
];

function kindOf(url: string, values: Values): WebhookKind {
  const named = WEBHOOK_KINDS.find((kind) => kind === values.get('JTC_WEBHOOK_KIND'));
  const { hostname } = new URL(url);
  return named ?? HOSTS.find(([host]) => host.test(hostname))?.[1] ?? 'json';
}

/**
 * Returns the settings of the webhook; undefined if there is none.
 *
 * @throws Fault `bad-config` if a variable is wrong. The message names the variable and contains no value.
 */
export function webhookSettingsOf(values: Values): WebhookSettings | undefined {
  const source = values.sources?.get('JTC_WEBHOOK_URL');
  const url = values.get('JTC_WEBHOOK_URL');
  if (url === undefined && source?.fault === undefined) return undefined;
  for (const variable of ALL_VARIABLES.filter(({ name, machine }) => machine || isOfWebhook(name))) {
    const value = values.get(variable.name);
    const fault =
      values.sources?.get(variable.name)?.fault ??
      (value === undefined ? undefined : valueFault(variable, value));
    if (fault !== undefined) throw new Fault('bad-config', `${variable.name} ${fault}.`);
  }
  if (url === undefined) return undefined;
  return {
    url,
    kind: kindOf(url, values),
    always: values.get('JTC_WEBHOOK_WHEN') === 'always',
    network: networkOf(values),
  };
}
