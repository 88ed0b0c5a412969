import { probeKey } from '../../../contract/probe.ts';
import { findOperation } from '../../../contract/operations.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { RowResult } from '../../../run/row-result.ts';
import { html, type Markup } from '../../blocks/markup.ts';
import { PREPARATION } from '../../by-hand/curl.ts';
import type { CheckDocument } from '../../documents/check/check-document.ts';
import { describeProvenance, groupBy } from '../../documents/phrases.ts';
import { checkFindings } from '../../documents/settled-document.ts';
import { authorizationText, usualHeaders, type UsualHeaders } from './exchange-html.ts';
import { filtersHtml } from './filters-html.ts';
import { probeHtml, type ProbeContext, type RunContext } from './probe-html.ts';
import { SourceNotes } from './source-notes.ts';

/** If there are more probes, only noteworthy ones are shown in full; the run file has all details. */
const MAX_DETAILED = 2000;

/** Returns a function that finds what is known about a probe from outside its row. */
function contextsOf(document: CheckDocument): (row: RowResult) => ProbeContext {
  const { run, diff, before } = document;
  const findings = new Map<string, Finding>(
    checkFindings(document).list.flatMap((found) => (found.probe ? [[probeKey(found.probe), found]] : [])),
  );
  const changes = new Map(
    diff?.changes
      .filter((change) => change.before && change.after)
      .map((change) => [probeKey(change), change]),
  );
  const wanted = new Map(run.rows.filter(({ kind }) => kind === 'wanted').map((row) => [probeKey(row), row]));
  return (row) => {
    const key = probeKey(row);
    const change = changes.get(key);
    const answer = change?.before;
    return {
      change,
      wanted: wanted.get(key),
      finding: findings.get(key),
      before: before?.[key] ?? (answer ? { answer } : undefined),
    };
  };
}

/** Explains what the exchanges have in common. */
function introductionHtml({ diff }: CheckDocument, usual: UsualHeaders): Markup {
  const headers = [...usual].map(([name, value]) => `${name}: ${value}`);
  return html`<p>
      Each request accepts JSON and carries the credential of its group, of which only the scheme and the name
      are shown. ${diff && html`Before is the baseline ${diff.base.name}, ${describeProvenance(diff.base)}.`}
      A part that differs is marked with ≠; dates and ids of requests differ in every answer, so they are not
      marked, and shown only of now.
      ${headers.length > 0 && 'Unless a response shows otherwise, it also has these headers:'}
    </p>
    ${headers.length > 0 && html`<pre>${headers.join('\n')}</pre> `}
    <details id="by-hand">
      <summary>How to send a request yourself</summary>
      <pre>${PREPARATION.join('\n')}</pre>
      <p>
        Run this first: it defines <code>get</code>, which the commands below use. The variables are those of
        <code>.env</code>.
      </p>
    </details>`;
}

/** Returns the sources of how each operation answers a caller without a credential: an ignored credential is answered alike. */
function anonymousHtml(rows: readonly RowResult[], notes: SourceNotes): Markup {
  const known = [...new Set(rows.map(({ operation }) => operation))].flatMap((id) => {
    const basis = findOperation(id)?.known;
    return basis ? [html`<li><code>${id}</code> ${notes.cite(basis)}</li> `] : [];
  });
  if (known.length === 0) return html``;
  return html`<h3>Sources for callers without a credential</h3>
    <ul class="sources">
      ${known}
    </ul>`;
}

/** Returns the evidence of every probe, by credential: filters, exchanges, and the sources that they cite. */
export function evidenceHtml(document: CheckDocument): Markup {
  const { run, diff } = document;
  const contract = run.rows.filter(({ kind }) => kind === 'contract');
  const notes = new SourceNotes();
  const context: RunContext = {
    brief: contract.length > MAX_DETAILED,
    origin: run.recordings.origin,
    baselineOrigin: diff?.base.origin,
    usual: usualHeaders(run),
    notes,
  };
  const contextOf = contextsOf(document);
  const groups = groupBy(contract, ({ credential }) => credential).map(([, rows]) => {
    const [{ credential }] = rows;
    const probes = rows.map((row) => probeHtml(row, contextOf(row), context));
    return html`<section class="group" data-c="${credential}">
      <h3>${credential} <code>${authorizationText(credential)}</code></h3>
      ${probes}
    </section> `;
  });
  return html`${introductionHtml(document, context.usual)} ${filtersHtml(document)} ${groups}
    ${anonymousHtml(contract, notes)}
    <h3>Sources</h3>
    <ol class="sources">
      ${notes.list()}
    </ol>`;
}
