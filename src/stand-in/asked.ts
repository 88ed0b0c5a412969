import type { Identity } from '../contract/identity.ts';
import type { Behaviour, State } from './behaviours.ts';
import type { Body } from './read-body.ts';
import type { StandInResponse } from './response.ts';
import type { Content } from './site/corpus.ts';

/** For whom a request was answered; `refused` is a refusal of the credential, before any operation. */
export type AnsweredFor = 'account' | 'anonymous' | 'refused';

/** The parts of a request that determine its answer. */
export interface SiteRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly state: State;
  /** The origin that was asked. */
  readonly origin: string;
  /** Whether it is the gateway, the site, or both, as without host names of Atlassian. */
  readonly host: 'site' | 'gateway' | 'both';
}

/** The state of the site that answers. */
export interface Site {
  readonly cloudId: string;
  readonly identity: Identity;
  readonly behaviour: Behaviour;
  readonly content: Content;
  readonly accountIdHeader: boolean;
  readonly isRevoked: (token: string) => boolean;
}

/** An answer, and for whom it was made. */
export interface Answer {
  readonly response: StandInResponse;
  readonly answeredFor: AnsweredFor;
}
