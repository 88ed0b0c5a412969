import type { CredentialName } from './credentials.ts';
import { credentialNamed } from './credentials.ts';
import type { OperationId } from './operations.ts';
import type { Probe } from './probe.ts';

/** Whether one operation distinguishes a credential from a valid one while another does not. */
export interface Question {
  readonly credential: CredentialName;
  /** The operation whose answer differs. */
  readonly by: OperationId;
  /** An operation that answers both with the same status. */
  readonly notBy: OperationId;
}

/** Returns the probes that answer a question: the valid credential on both operations, then the other one. */
export function probesOfQuestion({ credential, by, notBy }: Question): Probe[] {
  return (['valid', credential] as const).flatMap((name) =>
    [by, notBy].map((operation) => ({ credential: name, operation })),
  );
}

/** Returns the expected answer as a sentence: "GET /a tells a revoked token from a valid one, GET /b does not". */
export function questionSentence({ credential, by, notBy }: Question): string {
  return `${by} tells ${credentialNamed(credential).noun} from a valid one, ${notBy} does not`;
}
