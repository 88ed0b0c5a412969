import { Fault } from '../fault.ts';
import { causeOf, type CauseId } from '../revocation/causes.ts';
import type { EventLine } from '../revocation/measurement.ts';
import { subjectOf, type SubjectId } from '../revocation/subjects.ts';
import type { Streams } from './session.ts';
import { momentOf } from '../revocation/parse-time.ts';

/** The options that say when the credential stopped, or is going to stop, being good. */
export interface EventOptions {
  readonly revokedAt?: string;
  readonly expiresAt?: string;
  readonly signedOutAt?: string;
  readonly signOut: boolean;
  readonly yes: boolean;
}

const named = ({ revokedAt, expiresAt, signedOutAt }: EventOptions) =>
  [
    { cause: 'revoked', name: '--revoked-at', value: revokedAt },
    { cause: 'expired', name: '--expires-at', value: expiresAt },
    { cause: 'signed-out', name: '--signed-out-at', value: signedOutAt },
  ] as const;

/** What is watched for. */
export function causeFrom(options: EventOptions): CauseId {
  const given = named(options).filter(({ value }) => value !== undefined);
  if (given.length > 1) {
    throw new Fault('usage', `${given.map(({ name }) => name).join(' and ')} exclude each other: name one.`);
  }
  return given[0]?.cause ?? (options.signOut ? 'signed-out' : 'revoked');
}

/** Makes sure, before anything is asked, that the event will be known. */
export function checkEvent(options: EventOptions, { ask }: Pick<Streams, 'ask'>, now: number): void {
  const given = named(options).find(({ value }) => value !== undefined);
  if (!given && (options.yes || !ask)) {
    throw new Fault(
      'usage',
      'Nobody is there to be asked to revoke it: name the time with --revoked-at (it may be "now"), --expires-at or --signed-out-at.',
    );
  }
  if (given?.value === undefined) return;
  const { least } = momentOf(given.name, given.value, now);
  if (given.cause !== 'expired' && least > now) {
    throw new Fault(
      'usage',
      `${given.name} ${given.value} is still to come; leave it out to be led through it.`,
    );
  }
}

/**
 * The event: as the options name it, or as a person does it, who is asked right before and right after. So it is known to
 * lie between two moments.
 */
export async function takeEvent(
  options: EventOptions,
  { ask }: Pick<Streams, 'ask'>,
  { subject, now }: { subject: SubjectId; now: () => number },
): Promise<EventLine | undefined> {
  const given = named(options).find(({ value }) => value !== undefined);
  if (given?.value !== undefined) {
    const { least, most } = momentOf(given.name, given.value, now());
    return { kind: 'event', from: least, to: most, clock: given.cause === 'expired' ? 'site' : 'own' };
  }
  const { deed } = causeOf(causeFrom(options));
  const { page, noun } = subjectOf(subject);
  const before = await ask?.(
    `It works. Now open ${page}\nand get ready to ${deed ?? 'see it expire'}: ${noun}.\nPress Enter right before you do it. `,
  );
  if (before === undefined) return undefined;
  const from = now();
  const after = await ask?.('Press Enter as soon as it is done. ');
  return after === undefined ? undefined : { kind: 'event', from, to: now(), clock: 'own' };
}
