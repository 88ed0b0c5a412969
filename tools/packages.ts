import { createRequire } from 'node:module';
import { Fault } from '../src/fault.ts';

// The packages that only slow tests, mutation tests and pictures need. They are installed in this folder, beside the main
// installation, so that whoever only uses the project does not download them. Node finds them from here alone.

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND');

/** The same error, or for a package that is not there a sentence that says how to install it. */
const explained = (name: string, error: unknown): unknown =>
  isMissing(error)
    ? new Fault('usage', `The package ${name} is not installed. Run: npm run tools`, { cause: error })
    : error;

function load<Module>(name: string, module: Promise<Module>): Promise<Module> {
  return module.catch((error: unknown) => {
    throw explained(name, error);
  });
}

/**
 * Loads the driver of the browser.
 *
 * @throws Fault `usage` if it is not installed
 */
export const loadPlaywright = (): Promise<typeof import('playwright-core')> =>
  load('playwright-core', import('playwright-core'));

/**
 * Loads a Jira client that many integrations use.
 *
 * @throws Fault `usage` if it is not installed
 */
export const loadJiraJs = (): Promise<typeof import('jira.js')> => load('jira.js', import('jira.js'));

/**
 * Loads Microsoft's reader of Adaptive Cards.
 *
 * @throws Fault `usage` if it is not installed
 */
export const loadAdaptiveCards = (): Promise<typeof import('adaptivecards')> =>
  load('adaptivecards', import('adaptivecards'));

/**
 * Loads Slack's client of incoming webhooks.
 *
 * @throws Fault `usage` if it is not installed
 */
export const loadSlackWebhook = (): Promise<typeof import('@slack/webhook')> =>
  load('@slack/webhook', import('@slack/webhook'));

/**
 * Loads a reader of feeds.
 *
 * @throws Fault `usage` if it is not installed
 */
export const loadRssParser = async (): Promise<typeof import('rss-parser')> =>
  (await load('rss-parser', import('rss-parser'))).default;

/**
 * Loads the mutation tester.
 *
 * @throws Fault `usage` if it is not installed
 */
export const loadStryker = (): Promise<typeof import('@stryker-mutator/core')> =>
  load('@stryker-mutator/core', import('@stryker-mutator/core'));

/**
 * Returns the path of a file of a package, such as `axe-core/axe.min.js`.
 *
 * @throws Fault `usage` if the package is not installed
 */
export function toolFile(specifier: string): string {
  try {
    return createRequire(import.meta.url).resolve(specifier);
  } catch (error) {
    throw explained(specifier, error);
  }
}

/** Grafana's own types of a dashboard. */
export type { Dashboard, Panel } from '@grafana/schema';

export type { Stryker } from '@stryker-mutator/core';
export type { Browser, Page } from 'playwright-core';
