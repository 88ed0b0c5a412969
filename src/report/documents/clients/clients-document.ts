import type { ByReading } from '../../../clients/by-reading.ts';
import type { Measured } from '../../../clients/measured.ts';

/** The data of the table of clients: those that were run, and those whose source was read. */
export interface ClientsDocument {
  readonly measured: Measured;
  readonly byReading: ByReading;
}
