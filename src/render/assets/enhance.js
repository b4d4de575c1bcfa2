// Makes the finished page quicker to use; everything works without it.

const search = document.querySelector('[data-search]');
const rowLinks = [...document.querySelectorAll('[data-row] th a')];

/** Whether keys belong to a field the visitor is typing in. */
const isTyping = (target) => target instanceof Element && target.closest('input, select, textarea, [contenteditable]');

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === '/' && search !== null) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveRow(event);
});

/** Arrows move along the rows once one has the focus; the first press from the page itself is left to scrolling. */
function moveRow(event) {
  const current = rowLinks.indexOf(document.activeElement);
  if (current === -1) return;
  event.preventDefault();
  rowLinks[current + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

search?.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' && rowLinks.length > 0) {
    event.preventDefault();
    rowLinks[0].focus();
  }
  if (event.key === 'Escape') search.blur();
});

/** An empty field is no question: it stays out of the address. */
document.querySelector('form.filters')?.addEventListener('formdata', (event) => {
  for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
});

const SHOWN_FOR_MS = 1600;

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, SHOWN_FOR_MS);
  });
}
