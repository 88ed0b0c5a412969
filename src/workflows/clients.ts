import { dayOf } from '../day-of.ts';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readByReading } from '../clients/by-reading.ts';
import { readClients, type Client } from '../clients/client-file.ts';
import { differences, type Difference } from '../clients/figures.ts';
import { install, type InstalledClient } from '../clients/installed.ts';
import { measure } from '../clients/measure.ts';
import {
  MEASURED_FILE,
  measuredText,
  readMeasured,
  type Measured,
  type MeasuredClient,
} from '../clients/measured.ts';
import { secretsOfRun } from '../conformance/credentials-of-run.ts';
import { Fault } from '../fault.ts';
import type { ClientsDocument } from '../report/documents/clients/clients-document.ts';
import { render, type FormatName } from '../report/formats.ts';
import { FILE_LAYOUT, type Layout } from '../report/layout.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { outerEnvironment } from './outer-environment.ts';
import { deliver, layoutFor } from './output.ts';
import { progressOn } from './progress.ts';
import type { Session } from './session.ts';

/** The options of `clients`. */
export interface ClientsOptions {
  /** The names of the clients to measure; all if there are none. */
  readonly client: readonly string[];
  /** Whether to print what is stored, and measure nothing. */
  readonly stored: boolean;
  /** Whether to hold new measurements against the stored ones, and write nothing. */
  readonly check: boolean;
  /** The folder for packages of npm. */
  readonly packages: string;
  /** The folder of the documents; `docs` by default, and none for what is stored. */
  readonly into?: string;
  readonly timeLimit: number;
  readonly format: FormatName;
  readonly out?: string;
  readonly all: boolean;
  readonly quiet?: boolean;
}

/** Milliseconds for one run of a client. */
const SECOND = 1000;

/** The table is a reference, and longer than an issue: GitHub shows files of this size. */
const DOCUMENT_LAYOUT: Layout = { ...FILE_LAYOUT, limit: { max: 500_000, unit: 'bytes' } };

const EMPTY: Measured = { origin: 'stand-in', clients: [] };

/** Returns what was measured before. Throws a Fault if that is needed, and there is nothing. */
function storedMeasurements({ stored, check }: ClientsOptions): Measured {
  if (existsSync(MEASURED_FILE)) return readMeasured();
  if (!stored && !check) return EMPTY;
  throw new Fault(
    'unreadable-file',
    `Nothing has been measured: there is no ${MEASURED_FILE}. "npm run clients" measures, and writes it.`,
  );
}

/** Returns the folder in which the documents are written; undefined if none are. */
function folderOfDocuments({ stored, check, into }: ClientsOptions): string | undefined {
  if (check) return undefined;
  return into ?? (stored ? undefined : 'docs');
}

/** Returns the clients that `--client` names; all without it. */
function select(clients: readonly Client[], names: readonly string[]): readonly Client[] {
  const unknown = names.find((name) => clients.every((one) => one.name !== name));
  if (unknown !== undefined) {
    throw new Fault(
      'usage',
      `There is no client "${unknown}" (--client). The clients are ${clients.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length === 0 ? clients : clients.filter(({ name }) => names.includes(name));
}

/** The documents that show what was measured. */
export function clientsDocuments(document: ClientsDocument): Readonly<Record<string, string>> {
  return {
    'clients.md': render('clients', 'markdown', document, DOCUMENT_LAYOUT),
    'clients.html': render('clients', 'html', document, DOCUMENT_LAYOUT),
  };
}

/** Returns measurements with those of a client in place of its earlier ones. */
const withClient = ({ origin, clients }: Measured, client: MeasuredClient): Measured => ({
  origin,
  clients: [...clients.filter(({ name }) => name !== client.name), client].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  ),
});

/** Makes the selected clients ready, before this process gives up its network. */
export async function installClients(options: ClientsOptions, session: Session): Promise<InstalledClient[]> {
  const env = outerEnvironment(session.env);
  const progress = progressOn(session.progress);
  const selected = select(readClients(), options.client);
  const installed: InstalledClient[] = [];
  try {
    for (const [i, client] of selected.entries()) {
      progress.show('installing', i, selected.length);
      const one = await install(client, options.packages, env);
      if (one) installed.push(one);
      else session.stderr.write(`${client.name} is left out: this system has no ${client.package}.\n`);
    }
  } finally {
    progress.done();
  }
  return installed;
}

const differenceLine = ({ client, use, site, scenario, before, now }: Difference): string =>
  `${client} ${use}, ${scenario} (${site}): ${now}, was ${before}`;

/** Measures the installed clients, and passes each on when it is done. */
async function measureAll(
  installed: readonly InstalledClient[],
  { timeLimit }: ClientsOptions,
  session: Session,
  done: (client: MeasuredClient) => void,
): Promise<void> {
  const progress = progressOn(session.progress);
  const interrupted = session.interrupted();
  try {
    for (const one of installed) {
      const client = await measure(one, {
        surroundings: {
          ...(await secretsOfRun(session.clock)),
          env: outerEnvironment(session.env),
          timeLimitMs: timeLimit * SECOND,
          interrupted,
          now: session.clock.now,
        },
        concurrency: availableParallelism(),
        onProgress: (number, of) => progress.show(one.client.name, number, of),
      });
      if (interrupted.aborted) {
        throw new Fault(
          'interrupted',
          `Measuring was interrupted at ${one.client.name}, of which nothing is stored. Name the rest with --client.`,
        );
      }
      done(client);
    }
  } finally {
    progress.done();
  }
}

/**
 * Measures what clients do with a dead token, writes the table, and prints it.
 *
 * @param installed the clients to measure; empty to print what is stored
 * @returns the exit code: 1 if `--check` finds another verdict than the stored one
 */
export async function tableOfClients(
  installed: readonly InstalledClient[],
  options: ClientsOptions,
  session: Session,
): Promise<number> {
  const byReading = readByReading(dayOf(session.clock.now()));
  let measured = storedMeasurements(options);
  const differing: Difference[] = [];
  await measureAll(installed, options, session, (client) => {
    const before = measured.clients.find(({ name }) => name === client.name);
    if (before || options.check) differing.push(...differences(before, client));
    measured = withClient(measured, client);
    // Each at once: measuring takes minutes.
    if (!options.check) writeFileAtomically(MEASURED_FILE, measuredText(measured), 'shared');
  });
  const document = { measured, byReading };
  const into = folderOfDocuments(options);
  if (into !== undefined) {
    for (const [name, text] of Object.entries(clientsDocuments(document)))
      writeFileAtomically(join(into, name), text, 'shared');
  }
  deliver(render('clients', options.format, document, layoutFor(options, session)), options, session);
  for (const one of differing) session.stderr.write(`${differenceLine(one)}\n`);
  if (!options.check || differing.length === 0) return 0;
  session.stderr.write(
    `The table is stale: ${differing.length} verdicts are others than those stored. "npm run clients" writes it anew.\n`,
  );
  return 1;
}
