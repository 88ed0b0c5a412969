// Opens the target of a link, filters probes, and moves through the matrix with the arrow keys. The page is readable without it.
'use strict';
document.documentElement.classList.add('js');

const probes = [...document.querySelectorAll('.probe')];
const cells = new Map(
  [...document.querySelectorAll('.cell[href]')].map((cell) => [cell.hash.slice(1), cell]),
);
const controls = { show: 'f-show', credential: 'f-credential', operation: 'f-operation' };
const control = (name) => document.getElementById(controls[name]);

function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.matches('.probe')) return;
  target.hidden = false;
  target.closest('.group').hidden = false;
  target.open = true;
  target.scrollIntoView({ block: 'center' });
  target.querySelector('summary').focus({ preventScroll: true });
}

function apply() {
  const show = control('show').value;
  const credential = control('credential').value;
  const operation = control('operation').value.toLowerCase();
  let shown = 0;
  for (const probe of probes) {
    const { c, o, s } = probe.dataset;
    const fits =
      (show === '' || s.split(' ').includes(show)) &&
      (credential === '' || c === credential) &&
      o.toLowerCase().includes(operation);
    probe.hidden = !fits;
    if (fits) shown += 1;
    const cell = cells.get(probe.id);
    if (cell) cell.classList.toggle('away', !fits);
  }
  for (const group of document.querySelectorAll('.group')) {
    group.hidden = !group.querySelector('.probe:not([hidden])');
  }
  document.getElementById('f-count').textContent = `${shown} of ${probes.length} probes`;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(event) {
  const step = STEPS[event.key];
  const cell = event.target.closest('.cell');
  if (!step || !cell) return;
  let [row, column] = [cell.closest('tr'), cell.closest('td').cellIndex];
  // Skips empty cells.
  for (;;) {
    if (step[0] !== 0) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    column += step[1];
    const next = row && row.cells[column];
    if (!next || column < 1) return;
    const link = next.querySelector('.cell[href]');
    if (!link) continue;
    event.preventDefault();
    link.focus();
    return;
  }
}

if (probes.length > 0) {
  for (const name of Object.keys(controls)) control(name).addEventListener('input', apply);
  document.querySelector('.matrix').addEventListener('keydown', move);
  apply();
}
addEventListener('hashchange', reveal);
addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.matches('input, select')) {
    event.preventDefault();
    control('operation')?.focus();
  }
});
addEventListener('beforeprint', () => {
  for (const probe of document.querySelectorAll('.probe[data-s~="changed"], .probe[data-s~="broken"]'))
    probe.open = true;
});
reveal();
