import {
  falseAlarmsOfGuard,
  isMeasured,
  measuredUses,
  noticedBy,
  noticedByAll,
} from '../../clients/figures.ts';
import { jsonText } from '../../json.ts';
import type { ClientsDocument } from '../documents/clients/clients-document.ts';

/** Renders the table of clients as JSON: the figures, and what they were counted from. */
export function clientsJson({ measured: { origin, clients }, byReading }: ClientsDocument): string {
  const uses = measuredUses(clients);
  return jsonText({
    schema: 'jira-token-contract/clients/1',
    origin,
    noticed: noticedByAll(uses),
    falseAlarmsOfGuard: falseAlarmsOfGuard(uses),
    clients: clients.map((client) => ({
      ...client,
      uses: client.uses.map((use) => ({
        ...use,
        ...(isMeasured(use) && { noticed: noticedBy(use) }),
      })),
    })),
    byReading,
  });
}
