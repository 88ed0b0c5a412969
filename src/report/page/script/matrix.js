// The matrix: names of its cells, arrow keys, and a cross-hair that follows the pointer or the focus.
const idOf = (cell) => cell.getAttribute('href').slice(1);

// Reads the names from the evidence, because the letter of a cell says little outside the table.
function nameCell(cell) {
  const probe = document.getElementById(idOf(cell));
  if (!probe?.matches('.probe') || cell.ariaLabel) return;
  const credential = probe.closest('.group').dataset.c;
  cell.title = `${credential}: ${probe.querySelector('summary').textContent}`;
  cell.ariaLabel = `${cell.textContent}: ${cell.title}`;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(event) {
  const towards = STEPS[event.key];
  const cell = event.target.closest('.cell');
  if (!towards || !cell) return;
  let [row, column] = [cell.closest('tr'), cell.closest('td').cellIndex];
  // Skips empty cells.
  for (;;) {
    if (towards[0] !== 0) row = towards[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    column += towards[1];
    const next = row && row.cells[column];
    if (!next || column < 1) return;
    const link = next.querySelector('.cell[href]');
    if (!link) continue;
    event.preventDefault();
    link.focus();
    return;
  }
}

function light(matrix, at) {
  for (const lit of matrix.querySelectorAll('.lit')) lit.classList.remove('lit');
  if (!at || at.cellIndex < 1) return;
  for (const row of matrix.rows) row.cells[at.cellIndex]?.classList.add('lit');
  for (const cell of at.parentElement.cells) cell.classList.add('lit');
}

for (const matrix of document.querySelectorAll('.matrix')) {
  const focused = () => matrix.querySelector('.cell:focus')?.closest('td');
  matrix.addEventListener('keydown', move);
  matrix.addEventListener('pointerover', (event) => light(matrix, event.target.closest('td') ?? focused()));
  matrix.addEventListener('pointerleave', () => light(matrix, focused()));
  matrix.addEventListener('focusin', (event) => light(matrix, event.target.closest('td')));
  matrix.addEventListener('focusout', () => light(matrix, null));
}
(self.requestIdleCallback ?? setTimeout)(() => {
  for (const cell of document.querySelectorAll('.cell[href]')) nameCell(cell);
});
