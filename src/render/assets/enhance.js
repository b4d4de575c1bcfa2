// Makes the finished page quicker to use; everything works without it.

/** Whether keys belong to a field the visitor is typing in. */
const isTyping = (target) => target instanceof Element && target.closest('input, select, textarea, [contenteditable]');
const search = () => document.querySelector('[data-search]');
const rowLinks = () => [...document.querySelectorAll('[data-row] th a')];

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === search()) return fromSearch(event);
  if (isTyping(event.target)) return;
  if (event.key === '/' && search() !== null) {
    event.preventDefault();
    search().focus();
    search().select();
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveRow(event);
});

/** Arrows move along the rows once one has the focus; the first press from the page itself is left to scrolling. */
function moveRow(event) {
  const links = rowLinks();
  const current = links.indexOf(document.activeElement);
  if (current === -1) return;
  event.preventDefault();
  links[current + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

function fromSearch(event) {
  const [first] = rowLinks();
  if (event.key === 'ArrowDown' && first !== undefined) {
    event.preventDefault();
    first.focus();
  }
  if (event.key === 'Escape') event.target.blur();
}

/** An empty field is no question: it stays out of the address. */
document.addEventListener('formdata', (event) => {
  if (!event.target.matches('[data-find]')) return;
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

if (document.querySelector('[data-find]') !== null) {
  void import('./find.js');
  void import('./follow.js');
}
