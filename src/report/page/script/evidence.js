// The evidence: filters, and steps from change to change. Every probe can be read without it.
const probes = [...document.querySelectorAll('.probe')].map((element) => ({
  element,
  summary: element.querySelector('summary'),
  credential: element.closest('.group').dataset.c,
  operation: element.querySelector('code').textContent.toLowerCase(),
  states: element.querySelector('summary').lastElementChild.textContent.split(' '),
}));
const CHANGED = new Set(['changed', 'broken', 'fixed']);
const isChange = ({ states }) => states.some((state) => CHANGED.has(state));
const isShown = ({ element }) => !element.hidden;
const control = (name) => document.getElementById(`f-${name}`);

function showFilters(filters) {
  if (probes.length === 0) return;
  for (const name of FILTERS) if (control(name).value !== filters[name]) control(name).value = filters[name];
  const wanted = filters.operation.toLowerCase();
  for (const { element, credential, operation, states } of probes) {
    const fits =
      (filters.show === '' || states.includes(filters.show)) &&
      (filters.credential === '' || credential === filters.credential) &&
      operation.includes(wanted);
    element.hidden = !fits;
    cells.get(element.id)?.classList.toggle('away', !fits);
  }
  for (const group of document.querySelectorAll('.group')) {
    group.hidden = !group.querySelector('.probe:not([hidden])');
  }
  const shown = probes.filter(isShown);
  const changes = shown.filter(isChange).length;
  control('count').textContent = `${shown.length} of ${probes.length} probes, ${changes} changed`;
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
  const candidates = probes.filter((probe) => isShown(probe) && fits(probe));
  if (candidates.length === 0) return;
  const focused = document.activeElement.closest('.probe')?.id ?? readAddress().id;
  const from = probes.findIndex(({ element }) => element.id === focused);
  const position = ({ element }) => probes.findIndex((probe) => probe.element === element);
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

if (probes.length > 0) {
  for (const name of FILTERS) control(name).addEventListener('input', filter);
  control('next').addEventListener('click', KEYS.n);
  control('previous').addEventListener('click', KEYS.p);
  addEventListener('keydown', press);
}
