// The listing answers while it is asked: the same page is fetched, and its parts take the places of those shown.

const WAIT_MS = 180;
const PARTS = ['hero', 'results', 'facets'];

const form = document.querySelector('[data-find]');
const announcer = document.querySelector('[data-announce]');
let waiting;
let asking;

/** The address of what the form asks. */
function addressOf() {
  const entries = [...new FormData(form)].filter(([, value]) => value !== '');
  const query = new URLSearchParams(entries).toString();
  return query === '' ? form.getAttribute('action') : `${form.getAttribute('action')}?${query}`;
}

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

/**
 * Shows another question. An older one that is still under way is dropped. Whatever cannot be shown in place, such as a
 * refusal, is opened as a page of its own; while a field is half written it is left alone.
 */
async function show(address, { isTyped = false } = {}) {
  clearTimeout(waiting);
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  document.body.classList.add('is-searching');
  try {
    const answer = await fetch(address, { signal: mine.signal, cache: 'no-cache', headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (mine.signal.aborted) return;
    if (answer.ok && part(page, 'results') !== null) replace(page, address);
    else if (!isTyped) location.assign(address);
  } catch (error) {
    if (error.name !== 'AbortError' && !isTyped) location.assign(address);
  } finally {
    if (asking === mine) document.body.classList.remove('is-searching');
  }
}

function replace(page, address) {
  const focused = document.activeElement?.closest('[data-part]') ? keyOf(document.activeElement) : undefined;
  const opened = new Set([...document.querySelectorAll('[data-part] details[open]')].map(keyOf));
  for (const name of PARTS) part(document, name)?.replaceWith(document.importNode(part(page, name), true));
  for (const details of document.querySelectorAll('[data-part] details'))
    if (opened.has(keyOf(details))) details.open = true;
  if (focused !== undefined)
    [...document.querySelectorAll('[data-part] a')].find((one) => keyOf(one) === focused)?.focus();
  carry(page);
  document.title = page.title;
  history.replaceState(null, '', address);
  const headline = document.querySelector('h1')?.textContent ?? '';
  const answer = document.querySelector('.answer')?.textContent ?? '';
  announcer.textContent = `${headline} ${answer}`.trim();
  document.dispatchEvent(new CustomEvent('listing:shown'));
}

/** What stays the same thing while its address, count or mark changes. */
const keyOf = (element) => {
  const section = element.closest('section, thead, [data-part]');
  const heading = section?.querySelector('h3')?.textContent ?? '';
  return `${heading}/${(element.querySelector('span') ?? element).textContent}`;
};

/** What the form carries along, and the footer that names the entry. A field the visitor is in keeps what he writes. */
function carry(page) {
  const fresh = page.querySelector('[data-find]');
  for (const hidden of form.querySelectorAll('input[type=hidden]')) hidden.remove();
  form.append(...[...fresh.querySelectorAll('input[type=hidden]')].map((one) => document.importNode(one, true)));
  for (const field of form.querySelectorAll('input:not([type=hidden])'))
    if (field !== document.activeElement) field.value = fresh.querySelector(`[name="${field.name}"]`)?.value ?? '';
  const footer = page.querySelector('footer');
  if (footer !== null) document.querySelector('footer')?.replaceWith(document.importNode(footer, true));
}

form.addEventListener('input', (event) => {
  clearTimeout(waiting);
  if (event.isComposing) return;
  waiting = setTimeout(() => void show(addressOf(), { isTyped: true }), WAIT_MS);
});
form.addEventListener('compositionend', () => {
  waiting = setTimeout(() => void show(addressOf(), { isTyped: true }), WAIT_MS);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void show(addressOf());
});

/** Facets, order and pages of the listing change it in place; every other link is one. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('[data-part] a[href], .moved a') : null;
  if (link === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== form.getAttribute('action')) return;
  event.preventDefault();
  const isNewPage = url.searchParams.has('cursor') || link.rel === 'next';
  void show(url.pathname + url.search).then(() => {
    if (isNewPage) form.scrollIntoView({ block: 'start' });
  });
});
