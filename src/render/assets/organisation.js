// Makes the page of an organisation quicker to use; everything works without it. Freshness ticks with the clock and with every
// interval that comes in; the page says when something changed; and it verifies its certificate where it stands, once asked.

/** Made by `npm run bundle`. */
const VERIFIER = './verify-page.js';
const TICK_MS = 10_000;
const DAY_S = 86_400;
const HOUR_S = 3_600;

const hero = document.querySelector('[data-clock]');
const fresh = [...document.querySelectorAll('[data-fresh]')];

if (hero !== null) follow(JSON.parse(hero.dataset.clock));
verifyHere();

/** @param clock the registry's time when the page was made, its limits, and the page's own words */
function follow(clock) {
  const loadedAt = Date.now();
  let end = clock.end;
  /** The visitor's own clock may be wrong. */
  const now = () => Date.parse(clock.now) + Date.now() - loadedAt;
  const tick = () => {
    if (end === null || document.hidden) return;
    const age = Math.max(0, Math.floor(now() / 1000) - Math.floor(Date.parse(end) / 1000));
    const state = ['live', 'delayed', 'stale'].find((one) => age <= clock.limits[one]) ?? 'silent';
    const words = clock.words[state].replace('#', ageOf(age, clock));
    for (const element of fresh) {
      if (element.textContent !== words) element.textContent = words;
      element.className = `live-${state}`;
    }
  };
  let source;
  let last = clock.seq;
  const listen = () => {
    if (source !== undefined || document.hidden || !('EventSource' in window)) return;
    const query = new URLSearchParams({ after: last, organisation: clock.party });
    source = new EventSource(`/v1/events?${query}`);
    source.onmessage = ({ data }) => {
      const { seq } = JSON.parse(data);
      if (seq <= last) return;
      last = seq;
      tellNews(clock.words);
    };
    source.addEventListener('freshness', ({ data }) => {
      const { party_id: party, newest_interval_end: newest } = JSON.parse(data);
      if (party !== clock.party) return;
      end = newest;
      tick();
    });
  };
  const pause = () => {
    source?.close();
    source = undefined;
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return pause();
    tick();
    return listen();
  });
  window.addEventListener('pagehide', pause);
  setInterval(tick, TICK_MS);
  tick();
  listen();
}

/** As `render/age-words.ts` says it. */
function ageOf(seconds, { units, gap }) {
  const say = (number, unit) => `${number}${gap}${units[unit]}`;
  if (seconds < 60) return say('< 1', 'min');
  if (seconds < 2 * HOUR_S) return say(Math.floor(seconds / 60), 'min');
  if (seconds < 2 * DAY_S) return say(Math.floor(seconds / HOUR_S), 'h');
  return say(Math.floor(seconds / DAY_S), 'd');
}

/** Over the page: nothing that is being read moves. */
function tellNews(words) {
  if (document.querySelector('.moved') !== null) return;
  const bar = document.createElement('aside');
  bar.className = 'moved';
  bar.setAttribute('role', 'status');
  const text = document.createElement('span');
  text.textContent = words.changed;
  const link = document.createElement('a');
  link.textContent = words.show;
  link.href = location.pathname + location.search;
  // The page may be kept for some seconds: a reload asks again.
  link.addEventListener('click', (event) => {
    event.preventDefault();
    location.reload();
  });
  bar.append(text, link);
  document.body.append(bar);
}

/** Until somebody asks, nothing of the verifier is loaded; where it cannot be had, the link does what it says. */
function verifyHere() {
  const place = document.getElementById('verify');
  const links = document.querySelectorAll('a[data-recompute]');
  if (place === null) return;
  let started;
  const start = async (link) => {
    for (const one of links) one.setAttribute('aria-busy', 'true');
    place.hidden = false;
    place.scrollIntoView({ block: 'center' });
    started ??= import(VERIFIER);
    try {
      await started;
    } catch {
      window.location.assign(link.href);
    }
    for (const one of links) one.removeAttribute('aria-busy');
  };
  for (const link of links) {
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      void start(link);
    });
  }
}
