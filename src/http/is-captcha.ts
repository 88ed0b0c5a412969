import { showsCaptcha } from '../evidence/captcha.ts';
import { rawHeaderValues, type ResponseHead } from '../evidence/raw-response.ts';

/** Whether an answer says that a CAPTCHA stands before the account. */
export function isCaptcha(head: ResponseHead): boolean {
  return showsCaptcha((name) => rawHeaderValues(head, name));
}
