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

async function copy(button, command) {
  let outcome = 'Copied';
  try {
    await navigator.clipboard.writeText(command.textContent);
  } catch {
    selectText(command);
    if (!document.execCommand('copy')) outcome = 'Selected: copy it with the keyboard';
  }
  button.textContent = outcome;
  announcement.textContent = outcome;
}

function addButtons(within) {
  for (const command of within.querySelectorAll('pre.curl')) {
    const isFolded = command.closest('details:not([open])');
    if (isFolded || command.nextElementSibling?.matches('.copy')) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => copy(button, command));
    command.after(button);
  }
}

addButtons(document);
document.addEventListener('toggle', (event) => addButtons(event.target), true);
