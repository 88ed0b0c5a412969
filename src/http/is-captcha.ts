import { demandsCaptcha } from '../evidence/captcha.ts';
import { rawHeaderValues, type ResponseHead } from '../evidence/raw-response.ts';

/** Whether a response says that the account must solve a CAPTCHA before it can log in. */
export function isCaptcha(head: ResponseHead): boolean {
  return demandsCaptcha((name) => rawHeaderValues(head, name));
}
