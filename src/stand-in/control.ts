import type { Identity } from '../contract/identity.ts';
import { BEHAVIOURS, type Behaviour } from './behaviours.ts';
import { FAULT_KINDS, type StandInFault } from './faults.ts';
import type { SeenRequest } from './requests.ts';
import { TRIGGERS, type PlannedRevocation } from './revocation-triggers.ts';
import { CONTENTS, type Content } from './site/corpus.ts';

/** Actions on a running stand-in. */
export interface Controls {
  readonly become: (behaviour: Behaviour) => void;
  readonly contain: (content: Content) => void;
  readonly revoke: (token: string, afterMs: readonly number[]) => void;
  readonly revokeWhen: (token: string, planned: PlannedRevocation) => void;
  readonly inject: (fault: StandInFault) => void;
  readonly clearFaults: () => void;
  readonly state: () => object;
  readonly requests: () => readonly SeenRequest[];
  readonly identity: Identity;
}

/** An answer of the control interface. */
export interface ControlResponse {
  readonly status: number;
  readonly body: object;
}

const done: ControlResponse = { status: 200, body: { done: true } };

const bad = (why: string): ControlResponse => ({ status: 400, body: { error: why } });

const number = (query: URLSearchParams, name: string): number | undefined => {
  const value = query.get(name);
  return value !== null && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
};

function become(query: URLSearchParams, controls: Controls): ControlResponse {
  const behaviour = BEHAVIOURS.find((name) => name === query.get('behaviour'));
  if (!behaviour) return bad(`behaviour must be one of ${BEHAVIOURS.join(', ')}`);
  controls.become(behaviour);
  return done;
}

function contain(query: URLSearchParams, controls: Controls): ControlResponse {
  const content = CONTENTS.find((name) => name === query.get('content'));
  if (!content) return bad(`content must be one of ${CONTENTS.join(', ')}`);
  controls.contain(content);
  return done;
}

/** Revokes a token after a delay, or `on` an event. */
function revoke(query: URLSearchParams, controls: Controls): ControlResponse {
  const { identity } = controls;
  const token = Object.entries(identity).find(([part]) => part === query.get('which'))?.[1];
  if (token === undefined) return bad(`which must be one of ${Object.keys(identity).join(', ')}`);
  if (query.has('on')) {
    const on = TRIGGERS.find((name) => name === query.get('on'));
    if (!on) return bad(`on must be one of ${TRIGGERS.join(', ')}`);
    const count = number(query, 'count');
    controls.revokeWhen(token, { on, ...(count !== undefined && { count }) });
    return done;
  }
  const after = query.get('after') ?? '0';
  // One delay per replica.
  if (!/^\d+(?:,\d+)*$/.test(after))
    return bad('after must be one or more delays in milliseconds, separated by commas');
  controls.revoke(token, after.split(',').map(Number));
  return done;
}

function inject(query: URLSearchParams, controls: Controls): ControlResponse {
  const kind = FAULT_KINDS.find((name) => name === query.get('kind'));
  if (!kind) return bad(`kind must be one of ${FAULT_KINDS.join(', ')}`);
  const [times, rate, status] = ['times', 'rate', 'status'].map((name) => number(query, name));
  controls.inject({
    kind,
    ...(times !== undefined && { times }),
    ...(rate !== undefined && { rate }),
    ...(status !== undefined && { status }),
  });
  return done;
}

const ROUTES: Readonly<Record<string, (query: URLSearchParams, controls: Controls) => ControlResponse>> = {
  'POST /_stand-in/become': become,
  'POST /_stand-in/contain': contain,
  'POST /_stand-in/revoke': revoke,
  'POST /_stand-in/fault': inject,
  'DELETE /_stand-in/faults': (_query, { clearFaults }) => {
    clearFaults();
    return done;
  },
  'GET /_stand-in/state': (_query, { state }) => ({ status: 200, body: state() }),
  'GET /_stand-in/requests': (_query, { requests }) => ({ status: 200, body: requests() }),
};

/** Handles a request to the control interface, `/_stand-in/…`. */
export function control(method: string, url: URL, controls: Controls): ControlResponse {
  const route = ROUTES[`${method} ${url.pathname}`];
  if (route) return route(url.searchParams, controls);
  return { status: 404, body: { error: `unknown route; the routes are ${Object.keys(ROUTES).join(', ')}` } };
}
