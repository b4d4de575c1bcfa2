// Sends the calculator while somebody types and shows what the server computed. Without it the button does the same.
const form = document.querySelector('form.calculator');
let latest = 0;

async function compute() {
  const mine = ++latest;
  if (!form.checkValidity()) return;
  const query = new URLSearchParams(new FormData(form));
  const answer = await fetch(`/methodology?${query}`, { headers: { accept: 'text/html' } });
  if (!answer.ok || mine !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const computed = page.getElementById('what-if');
  if (computed !== null) document.getElementById('what-if')?.replaceChildren(...computed.childNodes);
}

function addRange(number) {
  const range = document.createElement('input');
  Object.assign(range, { type: 'range', min: '0', max: '100', step: '0.1', value: number.value });
  range.setAttribute('aria-label', number.name);
  range.addEventListener('input', () => {
    number.value = range.value;
  });
  number.addEventListener('input', () => {
    range.value = number.value;
  });
  number.before(range);
}

if (form !== null) {
  for (const number of form.querySelectorAll('input[type="number"]')) addRange(number);
  form.addEventListener('input', () => void compute().catch(() => undefined));
}
