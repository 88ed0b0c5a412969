// The address of the page: the probe that is shown, and the filters. `#probe?show=changed&credential=revoked`
'use strict';
document.documentElement.classList.add('js');

const FILTERS = ['show', 'credential', 'operation'];

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readAddress() {
  const [id, ...query] = location.hash.slice(1).split('?');
  const parameters = new URLSearchParams(query.join('?'));
  const filters = Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name) ?? '']));
  return { id: decoded(id), filters };
}

function addressOf({ id, filters }) {
  const used = Object.entries(filters).filter(([, value]) => value !== '');
  return `#${id}${used.length > 0 ? `?${new URLSearchParams(used)}` : ''}`;
}

const isFiltered = ({ filters }) => Object.values(filters).some((value) => value !== '');

// Goes to an element at once, and keeps the filters.
function goTo(id) {
  const next = addressOf({ ...readAddress(), id });
  if (next !== location.hash) history.pushState(null, '', next);
  showAddress();
}

// Opens what an element is folded into, and the element itself.
function reveal(id) {
  document.querySelector('.target')?.classList.remove('target');
  const element = id === '' ? null : document.getElementById(id);
  if (!element) return;
  element.classList.add('target');
  for (let part = element; part; part = part.parentElement) {
    part.hidden = false;
    if (part.matches('details')) part.open = true;
  }
  element.scrollIntoView();
  if (element.matches('details')) element.querySelector('summary').focus({ preventScroll: true });
}

function showAddress() {
  const address = readAddress();
  // Until a filter is used, nothing is hidden.
  if (known || (evidence && isFiltered(address))) showFilters(address.filters);
  reveal(address.id);
}

addEventListener('hashchange', showAddress);
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || !isFiltered(readAddress())) return;
  event.preventDefault();
  goTo(decoded(link.hash.slice(1)));
});
