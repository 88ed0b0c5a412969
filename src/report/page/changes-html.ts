import { ruleSentence } from '../../change/rules.ts';
import { tell } from '../../change/story.ts';
import type { Finding } from '../../findings/finding.ts';
import type { DiffDocument } from '../documents/document.ts';
import { shownFingerprint, STATE_WORDS } from '../documents/states.ts';
import { diffSummary, idleWords, listedChanges, type ListedChange } from '../documents/summary.ts';
import { answerWords, groupBy, provenance } from '../documents/words.ts';
import { cellId } from '../documents/cell-id.ts';
import { html, type Markup } from '../blocks/markup.ts';

function stateHtml(finding: Finding): Markup {
  const words = STATE_WORDS[finding.state];
  if (finding.acknowledged) return html`${words}`;
  const shown = finding.state === 'new' ? html`<span class="bad-word">${words}</span>` : html`${words}`;
  return html`${shown} <code>${shownFingerprint(finding)}</code>`;
}

const rowHtml =
  (linked: boolean) =>
  (change: ListedChange): Markup =>
    html`<tr>
      <th scope="row">
        ${linked ? html`<a href="#${cellId(change)}">${change.credential}</a>` : change.credential}
      </th>
      <td><code>${change.operation}</code></td>
      <td>${answerWords(change.before)}</td>
      <td>${answerWords(change.after)}</td>
      <td>${stateHtml(change.finding)}</td>
    </tr> `;

function groupHtml(group: readonly [ListedChange, ...ListedChange[]], linked: boolean): Markup {
  const [first] = group;
  const story = tell(first);
  return html`<h3>${ruleSentence(first.rule)}</h3>
    <p>${story?.plain}</p>
    <p><strong>What it means:</strong> ${story?.means}<br /><strong>What to do:</strong> ${story?.advice}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${ruleSentence(first.rule)}">
      <table>
        <thead>
          <tr>
            <th scope="col">credential</th>
            <th scope="col">operation</th>
            <th scope="col">before</th>
            <th scope="col">after</th>
            <th scope="col">known</th>
          </tr>
        </thead>
        <tbody>
          ${group.map(rowHtml(linked))}
        </tbody>
      </table>
    </div>
    <p>Rule <code>${first.rule}</code>, level ${first.level}.</p>`;
}

/**
 * What changed since the baseline: in plain words, by rule, the worst first.
 *
 * @param linked whether the page holds the evidence of each probe
 */
export function changesHtml(diff: DiffDocument, linked: boolean): Markup {
  const groups = groupBy(listedChanges(diff, { all: false }), ({ rule }) => rule);
  return html`<h2 id="changes">Changes: ${diff.base.name} → ${diff.head.name}</h2>
    <p>${diffSummary(diff)}</p>
    <ul>
      <li>Before: ${provenance(diff.base)}</li>
      <li>After: ${provenance(diff.head)}</li>
    </ul>
    ${groups.map(([, group]) => groupHtml(group, linked))}
    ${idleWords(diff, { all: false }).map((one) => html`<p>${one}</p>`)}`;
}
