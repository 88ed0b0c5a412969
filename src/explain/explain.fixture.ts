import { declared } from '../../specs/declared.ts';
import { publishedOperations, readCatalogue } from '../catalogue/catalogue.ts';
import { openLibrary } from '../evidence/recording-library.ts';
import { publicObservations } from '../history/observations.ts';
import { timelines } from '../history/timeline.ts';
import { indexOperations, type OperationIndex } from './asked-operation.ts';
import type { Records } from './explain-operation.ts';

/** For tests: the recordings of the project. */
export const LIBRARY = openLibrary();

/** For tests: all published operations. */
export const PUBLISHED = publishedOperations(readCatalogue());

/** For tests: all operations that can be asked about. */
export const INDEX: OperationIndex = indexOperations(PUBLISHED);

/** For tests: what is on record. */
export const RECORDS: Records = {
  rows: (await declared()).rows,
  timelines: timelines(publicObservations(LIBRARY)),
  sets: new Map(LIBRARY.names().map((name) => [name, LIBRARY.read(name).exchanges])),
  published: '2026-07-21',
};
