import { showsCaptcha } from '../evidence/captcha.ts';
import { wireValues, type Head } from '../evidence/raw-response.ts';

/** Whether an answer says that a CAPTCHA stands before the account. */
export function isCaptcha(head: Head): boolean {
  return showsCaptcha((name) => wireValues(head, name));
}
