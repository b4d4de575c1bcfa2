// Freshness ticks, and the page says when the register has moved on. It never moves what is read.

const TICK_MS = 10_000;
/** What changes the listing; windows of telemetry, signatures and snapshots do not. */
const TYPES = [
  'party.registered', 'party.domain', 'audit.declared', 'audit.held', 'audit.countersigned', 'case.opened', 'case.closed',
  ...['issued', 'watch', 'active', 'suspended', 'reinstated', 'superseded', 'withdrawn', 'expired'].map(
    (change) => `certificate.${change}`,
  ),
]; // biome-ignore format: one list

const read = (name, key) => {
  const element = document.querySelector(`[data-${name}]`);
  return element === null ? null : JSON.parse(element.dataset[key]);
};

let clock;
let loadedAt;
let source;
/** Entries after the one that the page shows. */
let news = [];
let last = -1;

/** Milliseconds of the registry's time: the visitor's own clock may be wrong. */
const now = () => Date.parse(clock.now) + Date.now() - loadedAt;

function begin() {
  clock = read('clock', 'clock');
  loadedAt = Date.now();
  const follow = read('follow', 'follow');
  last = Math.max(last, follow?.seq ?? -1);
  news = news.filter((seq) => follow !== null && seq > follow.seq);
  tellNews();
  tick();
  if (follow === null) pause();
  else listen();
}

/** Age and state of every row, in the page's own words. */
function tick() {
  if (clock !== null) for (const element of document.querySelectorAll('[data-live]')) turn(element);
}

function turn(element) {
  const age = Math.max(0, Math.floor(now() / 1000) - Math.floor(Date.parse(element.dataset.end) / 1000));
  const { limits } = clock;
  const state = ['live', 'delayed', 'stale'].find((one) => age <= limits[one]) ?? 'silent';
  const words = clock.form.replace('$', clock.live[state]).replace('#', ageWords(age));
  const text = element.lastElementChild;
  if (text.textContent !== words) text.textContent = words;
  element.className = `live live-${state}`;
  element.querySelector('use').setAttribute('href', `#live-${state}`);
}

/** As `render/age-words.ts` says it. */
function ageWords(seconds) {
  const { ages } = clock;
  if (seconds < 60) return ages.now;
  if (seconds < 2 * 3600) return ages.min.replace('#', Math.floor(seconds / 60));
  if (seconds < 2 * 86_400) return ages.h.replace('#', Math.floor(seconds / 3600));
  return ages.d.replace('#', Math.floor(seconds / 86_400));
}

/** Hears of what happened after the entry the page shows. The browser comes back by itself when the connection breaks. */
function listen() {
  if (source !== undefined || document.hidden || !('EventSource' in window)) return;
  const query = new URLSearchParams([['after', last], ...TYPES.map((type) => ['type', type])]);
  source = new EventSource(`/v1/events?${query}`);
  source.onopen = () => document.body.classList.add('is-live');
  source.onerror = () => document.body.classList.remove('is-live');
  source.onmessage = ({ data }) => {
    const { seq } = JSON.parse(data);
    if (seq <= last) return;
    last = seq;
    news.push(seq);
    tellNews();
  };
  source.addEventListener('freshness', ({ data }) => {
    const { party_id: party, newest_interval_end: end } = JSON.parse(data);
    const element = [...document.querySelectorAll('[data-live]')].find((one) => one.dataset.live === party);
    if (element === undefined) return;
    element.dataset.end = end;
    turn(element);
  });
}

function tellNews() {
  const bar = document.querySelector('.moved') ?? makeBar();
  bar.hidden = news.length === 0;
  if (bar.hidden) return;
  const words = read('follow', 'follow');
  const [text, link] = bar.children;
  text.textContent = (news.length === 1 ? words.one : words.other).replace('#', news.length);
  link.textContent = words.show;
  link.href = location.href;
}

function makeBar() {
  const bar = document.createElement('aside');
  bar.className = 'moved';
  bar.hidden = true;
  bar.setAttribute('role', 'status');
  bar.append(document.createElement('span'), document.createElement('a'));
  document.body.append(bar);
  return bar;
}

function pause() {
  source?.close();
  source = undefined;
  document.body.classList.remove('is-live');
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return pause();
  tick();
  if (read('follow', 'follow') !== null) listen();
});
window.addEventListener('pagehide', pause);
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted && read('follow', 'follow') !== null) listen();
});
document.addEventListener('listing:shown', begin);
setInterval(() => !document.hidden && tick(), TICK_MS);
begin();
