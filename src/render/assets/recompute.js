// Verifies a certificate in the page that shows it, once somebody asks. Until then nothing of the verifier is loaded.

const place = document.getElementById('verify');
const links = document.querySelectorAll('a[data-recompute]');
const MODULE = '/assets/verify-page.js';
let started;

/** The module finds its place by itself; where it cannot be had, the link does what it says. */
async function start(link) {
  for (const one of links) one.setAttribute('aria-busy', 'true');
  place.hidden = false;
  place.scrollIntoView({ block: 'center' });
  started ??= import(MODULE);
  try {
    await started;
  } catch {
    window.location.assign(link.href);
  }
  for (const one of links) one.removeAttribute('aria-busy');
}

if (place !== null) {
  for (const link of links) {
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      void start(link);
    });
  }
}
