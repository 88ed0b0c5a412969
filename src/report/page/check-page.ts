import type { CredentialName } from '../../contract/credentials.ts';
import type { RowResult } from '../../run/row-result.ts';
import { ageWords } from '../documents/check/ages.ts';
import { PREPARATION } from '../by-hand/curl.ts';
import type { CheckDocument, DiffDocument, Format } from '../documents/document.ts';
import { historySection } from '../documents/history/history-html.ts';
import { changesHtml } from './changes-html.ts';
import { evidenceHtml } from './evidence-html.ts';
import { html, type Markup } from '../blocks/markup.ts';
import { legendHtml, matrixHtml } from './matrix-html.ts';
import { pactsHtml } from './pacts-html.ts';
import { page } from './page.ts';
import { nextCommands } from '../documents/check/next-commands.ts';
import { revocationSection } from '../documents/revocation/revocation-html.ts';
import { contractSummary, diffSummary, runFindings, wantedSummary } from '../documents/summary.ts';
import { rowsWith } from '../documents/rows.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { findingLine, STATE_WORDS } from '../documents/states.ts';
import { ageOf, byReason, count, provenance, subject } from '../documents/words.ts';

/** From so many findings on only those that fail are listed, and no more than that. */
const MANY = 200;

const option = (value: string): Markup => html`<option>${value}</option>`;

function filtersHtml({ run }: CheckDocument): Markup {
  const credentials = [...new Set(run.rows.map(({ credential }) => credential))];
  return html`<div class="filters">
    <label
      >Show<select id="f-show">
        <option value="">all</option>
        ${['changed', 'broken', 'disproved', 'inconclusive', 'skipped', 'kept', 'fixed'].map(option)}
      </select></label
    >
    <label
      >Credential<select id="f-credential">
        <option value="">all</option>
        ${credentials.map(option)}
      </select></label
    >
    <label>Operation (/)<input id="f-operation" type="search" autocomplete="off" /></label>
    <span id="f-count" role="status"></span>
  </div>`;
}

function skippedHtml({ run }: CheckDocument): Markup {
  const left = [
    ...byReason(rowsWith(run.rows, 'contract', 'skipped')),
    ...byReason(rowsWith(run.rows, 'contract', 'inconclusive')),
  ];
  if (left.length === 0) return html``;
  const items = left.map(([reason, rows]) => html`<li>${count(rows.length, 'row')}: ${reason}</li>`);
  return html`<h2>Skipped and not decided</h2>
    <ul>
      ${items}
    </ul>`;
}

/** The commands that make the next run green. */
function commandsHtml(document: CheckDocument): Markup {
  return html`${nextCommands(document).map(
    ({ purpose, command }) =>
      html`<p>${purpose}:</p>
        <pre>${command}</pre>`,
  )}`;
}

/** What was found under a rule of the run; on a long page only what fails. */
function findingsHtml(document: CheckDocument): Markup {
  const findings = runFindings(document);
  const shown = findings.length > MANY ? findings.filter(({ fails }) => fails).slice(0, MANY) : findings;
  return shown.length === 0
    ? html``
    : html`<ul>
        ${shown.map((one) => html`<li class="${one.fails ? 'bad-word' : ''}">${STATE_WORDS[one.state]}: ${findingLine(one)}</li>`)}
      </ul>`;
}

/** What a run may be controlled with: on the site, or where it asked the gateway alone. */
const CONTROLS = [
  ['valid', 'missing'],
  ['gateway-scoped', 'gateway-mistyped'],
  ['gateway-bearer', 'gateway-mistyped'],
] as const satisfies readonly (readonly CredentialName[])[];

/** The controls of a run, as one fact. */
function controls({ run }: CheckDocument): string {
  const rowOf = (credential: CredentialName): RowResult | undefined =>
    run.rows.find(
      (one) =>
        one.kind === 'contract' && one.credential === credential && one.operation.endsWith('/3/myself'),
    );
  const asked = CONTROLS.find(([works]) => rowOf(works)?.answer) ?? CONTROLS[0];
  const words = asked.map((credential) => {
    const row = rowOf(credential);
    return `${credential} ${row?.answer ? `${row.answer.treatment} ${row.answer.status}` : 'not asked'}`;
  });
  return `Controls on /myself: ${words.join(', ')}`;
}

function checkPage(document: CheckDocument): string {
  const { run, diff } = document;
  const title = subject(run.recordings);
  const bad = checkFindings(document).exitCode === 0 ? '' : ' bad';
  const where = run.recordings.origin === 'transcribed' ? undefined : run.recordings.site;
  const facts = [
    provenance(run.recordings),
    ...(where === undefined ? [] : [`Site: ${where}`]),
    controls(document),
    diff
      ? `Baseline: ${[diff.base.name, provenance(diff.base), ageOf(diff.base, diff.head) ?? ''].filter(Boolean).join(', ')}`
      : 'No baseline',
    ...(document.ages ? [ageWords(document.ages)] : []),
    run.tool,
  ];
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      <p class="verdict${bad}">${contractSummary(document)} ${diff ? diffSummary(diff) : ''}</p>
      <ul class="facts">
        ${facts.map((fact) => html`<li>${fact}</li>`)}
      </ul>
      <p>${wantedSummary(document)}</p>
      ${commandsHtml(document)} ${findingsHtml(document)} ${diff ? changesHtml(diff, true) : false}
      <h2 id="matrix">The matrix</h2>
      ${legendHtml()} ${matrixHtml(document)} ${skippedHtml(document)} ${pactsHtml(run)}
      ${document.history ? historySection(document.history) : false}
      ${document.revocations ? revocationSection(document.revocations) : false}
      <h2 id="evidence">Evidence</h2>
      <details>
        <summary>To send a request yourself</summary>
        <pre>${PREPARATION.join('\n')}</pre>
        <p>
          Enter this first; the commands below use <code>get</code>. The variables are those of
          <code>.env</code>.
        </p>
      </details>
      ${filtersHtml(document)} ${evidenceHtml(document)}
    </main>`,
  );
}

/** A comparison has no rows to open; its page is what changed. */
function diffPage(document: DiffDocument): string {
  const title = `${document.base.name} → ${document.head.name}`;
  const bad = diffFindings(document).exitCode === 0 ? '' : ' bad';
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      <p class="verdict${bad}">${diffSummary(document)}</p>
      ${changesHtml(document, false)}
    </main>`,
  );
}

/** One file that needs nothing else: for the developer on call, and to attach to a ticket. */
export const htmlFormat: Format = { extension: 'html', diff: diffPage, check: checkPage };
