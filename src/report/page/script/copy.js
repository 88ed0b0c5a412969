// Buttons that copy a command. Without them, or where the clipboard is closed, the command can be selected.
const announcement = document.createElement('span');
announcement.className = 'unseen';
announcement.setAttribute('role', 'status');
document.body.append(announcement);

function selectText(element) {
  const selection = getSelection();
  selection.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(element);
  selection.addRange(range);
}

// Copies a text, which ends with that of an element.
async function copy(button, text, command) {
  let outcome = 'Copied';
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    for (let part = command; part; part = part.parentElement) if (part.matches('details')) part.open = true;
    selectText(command);
    if (!document.execCommand('copy')) outcome = 'Selected: copy it with the keyboard';
  }
  button.textContent = outcome;
  announcement.textContent = outcome;
}

function buttonFor(label, text, command) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = label;
  button.addEventListener('click', () => void copy(button, text, command));
  return button;
}

function addButtons(within) {
  for (const command of within.querySelectorAll('pre.curl')) {
    const isFolded = command.closest('details:not([open])');
    if (isFolded || command.nextElementSibling?.matches('.copy')) continue;
    command.after(buttonFor('Copy', command.textContent, command));
  }
}

// The request is copied with what it needs, so that it can be pasted into a new shell.
for (const commands of document.querySelectorAll('.commands[data-curl]')) {
  const command = commands.querySelector('.curl');
  const preparation = document.querySelector('#by-hand > pre')?.textContent;
  const text = `${preparation ? `${preparation}\n` : ''}${command.textContent}\n`;
  const box = commands.previousElementSibling?.querySelector('[data-answer=what-now]');
  box?.append(buttonFor('Copy the request', text, command));
}
for (const card of document.querySelectorAll('.card')) addButtons(card);
document.addEventListener('toggle', (event) => addButtons(event.target), true);
