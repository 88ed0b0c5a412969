import { readAll } from '../config/values.ts';
import { isOfWebhook } from '../config/variables.ts';
import { webhookSettingsOf } from '../config/webhook.ts';
import { Fault } from '../fault.ts';
import { postJson } from '../http/post-json.ts';
import type { NightDocument } from '../report/documents/night/night-document.ts';
import { nightMessage } from '../report/machine/webhook.ts';
import { redact } from '../secrets/redaction.ts';
import type { Session } from './session.ts';

/** Returns why the message did not arrive, as a sentence; empty if it did, and undefined if there is nothing to send. */
async function sent(
  nights: NightDocument,
  exitCode: number,
  { settings: file }: { readonly settings: string },
  session: Session,
): Promise<string | undefined> {
  const { env, settingsFile, secrets, clock, interrupted } = session;
  const values = readAll(env, settingsFile(file), { sources: secrets, isNeeded: isOfWebhook });
  const webhook = webhookSettingsOf(values);
  if (!webhook || nights.length === 0) return undefined;
  const message = nightMessage(nights, exitCode);
  if (message.isQuiet && !webhook.always) return undefined;
  // It leaves the process, so it passes the choke point like everything else.
  const body = redact(message.body(webhook.kind));
  const { url, network } = webhook;
  const failure = await postJson({ url, body, network }, { clock, signal: interrupted() });
  return failure === undefined ? '' : `it ${failure}.`;
}

/**
 * Posts the line of a night to the webhook, if there is one and the night is worth a message. Whatever happens to the message, the
 * result of the night is the same: a failure is one sentence on stderr.
 *
 * @param exitCode that of the night
 */
export async function announce(
  nights: NightDocument,
  exitCode: number,
  options: { readonly settings: string },
  session: Session,
): Promise<void> {
  const failure = await sent(nights, exitCode, options, session).catch((error: unknown) =>
    // Only our own sentences are known not to contain the address.
    error instanceof Fault ? error.message : 'a defect of the tool; please report it.',
  );
  if (failure === undefined) return;
  session.stderr.write(
    failure === ''
      ? 'The line of the night was posted to the webhook.\n'
      : `The webhook (JTC_WEBHOOK_URL) was not told about this night, whose result stays the same: ${failure}\n`,
  );
}
