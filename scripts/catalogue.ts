import { jsonText } from '../src/json.ts';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import { CATALOGUE_FILE } from '../src/catalogue/catalogue.ts';
import { catalogueOf, readDocument } from './openapi.ts';

// Renews the catalogue of published operations from Atlassian's API descriptions, whose names end in their dates:
// `npm run catalogue -- jira-platform-YYYY-MM-DD.json jira-software-YYYY-MM-DD.json`.

const catalogue = catalogueOf(process.argv.slice(2).map((path) => readDocument(path)));
writeFileAtomically(CATALOGUE_FILE, jsonText(catalogue), 'shared');
