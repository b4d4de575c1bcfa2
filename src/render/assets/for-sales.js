// Shows a choice at once and copies texts; the page works without it.

const form = document.querySelector('[data-builder]');
const SHOWN_FOR_MS = 1600;
let latest;

/** The parts of the page that follow a choice, from the page that the server makes of it. */
async function show() {
  latest?.abort();
  latest = new AbortController();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const reply = await fetch(address, { signal: latest.signal });
    if (!reply.ok) return form.submit();
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-answer]')) {
      const made = page.querySelector(`[data-answer="${part.dataset.answer}"]`);
      if (made !== null) part.replaceChildren(...made.childNodes);
    }
    history.replaceState(null, '', address);
    revealCopies();
  } catch (error) {
    if (error.name !== 'AbortError') form.submit();
  }
}

function revealCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('button[data-text]')) button.hidden = false;
}

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-text]') : null;
  if (button === null) return;
  await navigator.clipboard.writeText(button.dataset.text);
  const word = button.textContent;
  if (word === button.dataset.copied) return;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = word;
  }, SHOWN_FOR_MS);
});

form?.addEventListener('change', show);
form?.querySelector('button[type="submit"]')?.setAttribute('hidden', '');
revealCopies();
