import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { comparableText } from '../conformance/observation.ts';

/**
 * Returns a text without what depends on this machine.
 *
 * @param folder the folder of the client, as an absolute path
 */
export function portable(text: string, folder: string): string {
  // RegExp.escape is not in every Node.js that is supported.
  const temporary = tmpdir().replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return comparableText(
    text
      .replaceAll(folder, '{client}')
      .replaceAll(pathToFileURL(folder).pathname, '{client}')
      .replaceAll(process.execPath, 'node')
      .replaceAll(new RegExp(`${temporary}/conformance-[^/\\s'")]+`, 'g'), '{folder}')
      .replaceAll(/\b(?:127\.0\.0\.1|localhost):\d+/g, '{host}'),
    {},
  );
}
