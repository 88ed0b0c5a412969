import { Fault } from '../fault.ts';
import { causeOf, type CauseId } from '../revocation/causes.ts';
import type { EventLine } from '../revocation/measurement.ts';
import { subjectOf, type SubjectId } from '../revocation/subjects.ts';
import type { Streams } from './session.ts';
import { parseTime } from '../revocation/parse-time.ts';

/** The options that say when the credential becomes invalid. */
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

/** Returns the cause of the revocation that is measured. */
export function causeFrom(options: EventOptions): CauseId {
  const given = named(options).filter(({ value }) => value !== undefined);
  if (given.length > 1) {
    throw new Fault(
      'usage',
      `${given.map(({ name }) => name).join(' and ')} exclude each other. Name one of them.`,
    );
  }
  return given[0]?.cause ?? (options.signOut ? 'signed-out' : 'revoked');
}

/**
 * Checks, before anything is asked, that the time of the event will be known.
 *
 * @throws Fault `usage`
 */
export function checkEvent(options: EventOptions, { ask }: Pick<Streams, 'ask'>, now: number): void {
  const given = named(options).find(({ value }) => value !== undefined);
  if (!given && (options.yes || !ask)) {
    throw new Fault(
      'usage',
      'There is no terminal to ask you to revoke the credential. Name the time with --revoked-at (it may be "now"), --expires-at or --signed-out-at.',
    );
  }
  if (given?.value === undefined) return;
  const { least } = parseTime(given.name, given.value, now);
  if (given.cause !== 'expired' && least > now) {
    throw new Fault(
      'usage',
      `${given.name} ${given.value} is in the future. Leave the option out to be guided through the revocation.`,
    );
  }
}

/**
 * Returns the event, from the options, or from a person who confirms right before and right after it, so that it lies between
 * two known times; undefined if the person interrupts.
 */
export async function takeEvent(
  options: EventOptions,
  { ask }: Pick<Streams, 'ask'>,
  { subject, now }: { subject: SubjectId; now: () => number },
): Promise<EventLine | undefined> {
  const given = named(options).find(({ value }) => value !== undefined);
  if (given?.value !== undefined) {
    const { least, most } = parseTime(given.name, given.value, now());
    return { kind: 'event', from: least, to: most, clock: given.cause === 'expired' ? 'site' : 'own' };
  }
  const { deed } = causeOf(causeFrom(options));
  const { page, noun } = subjectOf(subject);
  const before = await ask?.(
    `The credential works. Now open ${page}\nand prepare to ${deed ?? 'let it expire'}: ${noun}.\nPress Enter immediately before you do it. `,
  );
  if (before === undefined) return undefined;
  const from = now();
  const after = await ask?.('Press Enter as soon as it is done. ');
  return after === undefined ? undefined : { kind: 'event', from, to: now(), clock: 'own' };
}
