// The evidence: filters, and steps from change to change. Every probe can be read without it.
const evidence = document.getElementById('evidence');

// Read at first use, because nobody waits for it while the page opens.
let known;

function probes() {
  known ??= [...document.querySelectorAll('.probe')].map((element) => ({
    element,
    credential: element.closest('.group').dataset.c,
    operation: element.querySelector('code').textContent.toLowerCase(),
    states: element.querySelector('summary').lastElementChild.textContent.split(' '),
  }));
  return known;
}

const CHANGED = new Set(['changed', 'broken', 'fixed']);
const isChange = ({ states }) => states.some((state) => CHANGED.has(state));
const isShown = ({ element }) => !element.hidden;
const control = (name) => document.getElementById(`f-${name}`);

function showFilters(filters) {
  for (const name of FILTERS) if (control(name).value !== filters[name]) control(name).value = filters[name];
  const wanted = filters.operation.toLowerCase();
  for (const { element, credential, operation, states } of probes()) {
    const fits =
      (filters.show === '' || states.includes(filters.show)) &&
      (filters.credential === '' || credential === filters.credential) &&
      operation.includes(wanted);
    element.hidden = !fits;
  }
  for (const cell of document.querySelectorAll('#matrix .cell[href]')) {
    cell.classList.toggle('away', document.getElementById(idOf(cell))?.hidden ?? false);
  }
  for (const group of document.querySelectorAll('.group')) {
    group.hidden = !group.querySelector('.probe:not([hidden])');
  }
  const shown = probes().filter(isShown);
  const changes = shown.filter(isChange).length;
  control('count').textContent = `${shown.length} of ${probes().length} probes, ${changes} changed`;
  for (const name of ['previous', 'next']) control(name).disabled = changes === 0;
}

function filter(event) {
  const { filters } = readAddress();
  const isTyping = event.target === control('operation') && filters.operation !== '';
  const chosen = Object.fromEntries(FILTERS.map((name) => [name, control(name).value]));
  history[isTyping ? 'replaceState' : 'pushState'](null, '', addressOf({ id: '', filters: chosen }));
  showAddress();
}

// Goes to the next or previous probe that fits, from the focused one or the one in the address; around the ends.
function step(direction, fits) {
  const candidates = probes().filter((probe) => isShown(probe) && fits(probe));
  if (candidates.length === 0) return;
  const focused = document.activeElement.closest('.probe')?.id ?? readAddress().id;
  const from = probes().findIndex(({ element }) => element.id === focused);
  const position = ({ element }) => probes().findIndex((probe) => probe.element === element);
  const next =
    direction > 0
      ? (candidates.find((probe) => position(probe) > from) ?? candidates[0])
      : (candidates.findLast((probe) => from < 0 || position(probe) < from) ?? candidates.at(-1));
  goTo(next.element.id);
}

const always = () => true;
const KEYS = {
  n: () => step(1, isChange),
  p: () => step(-1, isChange),
  j: () => step(1, always),
  k: () => step(-1, always),
  '/': () => {
    reveal('evidence');
    control('operation').focus();
  },
};

function press(event) {
  const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
  const isOther = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (!act || isOther || event.target.matches('input, select, textarea') || !control('keys').checked) return;
  event.preventDefault();
  act();
}

if (evidence) {
  evidence.addEventListener('toggle', () => showFilters(readAddress().filters), { once: true });
  for (const name of FILTERS) control(name).addEventListener('input', filter);
  control('next').addEventListener('click', KEYS.n);
  control('previous').addEventListener('click', KEYS.p);
  addEventListener('keydown', press);
}
