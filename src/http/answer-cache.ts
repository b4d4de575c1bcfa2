import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LRUCache } from 'lru-cache';
import type { App, AppDeps } from './app-deps.ts';
import { matchesEtag } from './conditional.ts';
import { type KeptAnswer, openKeptAnswers, packed, type Sendable, sendable } from './kept-answers.ts';
import { takesGzip } from './negotiate.ts';
import { preferencesOf } from './preferences.ts';

/**
 * Answers are rendered once for each published head and sent as bytes until there is a newer one.
 *
 * A route is here only if everything its answers show follows from the key: the position, the address, the forms accepted,
 * language and theme, a few seconds (ages in words turn with the minute; what other processes took in), and how often telemetry
 * came in through this process. What depends on who asks is never here. An answer that is kept costs no work, so no rate limit counts it.
 */
const KEPT_ROUTES: ReadonlySet<string> = new Set([
  '/',
  '/organisations/:id',
  '/methodology',
  '/v1/organisations',
  '/v1/organisations.json',
  '/v1/organisations.html',
  '/v1/organisations/:id',
  '/v1/organisations/:id([a-z0-9-]{1,63}).json',
  '/v1/organisations/:id([a-z0-9-]{1,63}).html',
  '/v1/facets',
  '/v1/lookup',
]);
const BADGES = '/badges/';
const TAKES_TELEMETRY = '/v1/attestations';

/** Of what an answer carries, these belong to one request. */
const OF_ONE_REQUEST = /^(ratelimit|retry-after|connection|date|keep-alive|transfer-encoding)/;
/** No longer than every shared cache may keep an answer; divides the minute, with which all words for ages turn. */
const MOMENT_MS = 5_000;
/** A header that is longer than this chooses nothing that a visitor would miss. */
const MAX_CHOICE = 256;

interface Miss {
  readonly key: string;
  readonly seq: number;
  readonly settle: () => void;
}

/** Sends kept answers, and keeps what may be given again. Nothing is kept while the published head is not known for certain. */
export function keepAnswers(app: App, deps: AppDeps): void {
  const kept = openKeptAnswers();
  const misses = new WeakMap<FastifyRequest, Miss>();
  const underWay = new Map<string, Promise<void>>();
  let [telemetry, isClosing] = [0, false];
  app.addHook('preClose', async () => {
    isClosing = true;
  });

  app.addHook('onRequest', async (request, reply) => {
    const seq = deps.registry.head?.known()?.seq;
    if (seq === undefined || isClosing || !isKept(request)) return;
    const key = keyOf(deps, request, `${seq} ${telemetry}`);
    if (key === undefined) return;
    // Of many who ask at once for what is not there yet, one has it made.
    await underWay.get(key);
    const found = kept.get(key);
    if (found !== undefined && canSend(request, found))
      return send(request, reply, await formFor(request, found, (form) => kept.set(key, form)));
    misses.set(request, { key, seq, settle: announce(underWay, key, reply) });
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.routeOptions.url === TAKES_TELEMETRY && reply.statusCode < 300) telemetry += 1;
    const isPage = isHtml(reply) && reply.statusCode === 200;
    const miss = misses.get(request);
    if (reply.statusCode === 304) keepValidator(kept, miss, reply);
    if (isPage) void reply.header('vary', joined(reply.getHeader('vary')));
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
    const answer = miss !== undefined || isPage ? answerOf(reply, payload) : undefined;
    if (answer === undefined) return payload;
    let form: KeptAnswer = { plain: answer };
    const sent = await formFor(request, form, (made) => {
      form = made;
    });
    if (miss !== undefined && reply.statusCode === 200 && isReusable(reply, miss.seq)) kept.set(miss.key, form);
    miss?.settle();
    if (sent === answer) return payload;
    void reply.headers(sent.headers);
    return sent.body;
  });
}

/** Others who ask for the same wait until the answer is kept, or its request has gone. @returns what tells them */
function announce(underWay: Map<string, Promise<void>>, key: string, reply: FastifyReply): () => void {
  let settle = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    settle = resolve;
  });
  underWay.set(key, done);
  reply.raw.once('close', () => {
    settle();
    if (underWay.get(key) === done) underWay.delete(key);
  });
  return settle;
}

function isKept({ method, routeOptions }: FastifyRequest): boolean {
  const { url } = routeOptions;
  return method === 'GET' && url !== undefined && (KEPT_ROUTES.has(url) || url.startsWith(BADGES));
}

const hasIt = ({ headers }: FastifyRequest, { etag }: Sendable): boolean => {
  const condition = headers['if-none-match'];
  return condition !== undefined && (matchesEtag(condition, etag) || condition.trim() === '*');
};

const canSend = (request: FastifyRequest, { plain }: KeptAnswer): boolean =>
  plain.body !== undefined || hasIt(request, plain);

/** Those who have the answer already must not have it looked up each time, even if nobody asks who has not. */
function keepValidator(kept: LRUCache<string, KeptAnswer>, miss: Miss | undefined, reply: FastifyReply): void {
  const etag = reply.getHeader('etag');
  if (miss === undefined || typeof etag !== 'string' || !isReusable(reply, miss.seq)) return;
  kept.set(miss.key, { plain: sendable(etag, headersOf(reply), undefined) });
  miss.settle();
}

/** Undefined for what is not of the present, or asked in an unusual way. */
function keyOf(deps: AppDeps, request: FastifyRequest, state: string): string | undefined {
  const { accept = '', authorization } = request.headers;
  if (authorization !== undefined || accept.length > MAX_CHOICE || /[?&]at=/.test(request.url)) return undefined;
  const { lang, theme } = preferencesOf(request);
  const moment = Math.floor(deps.registry.now().getTime() / MOMENT_MS);
  return `${state} ${moment} ${lang} ${theme} ${request.url} ${accept}`;
}

/** Only a whole answer with a validator, that names this very position and that a shared cache may keep. */
function isReusable(reply: FastifyReply, seq: number): boolean {
  const control = String(reply.getHeader('cache-control') ?? 'no-store');
  const isOwn =
    reply.getHeader('set-cookie') !== undefined || control.includes('no-store') || control.includes('private');
  return !isOwn && reply.getHeader('registry-seq') === seq;
}

function answerOf(reply: FastifyReply, payload: string | Buffer): Sendable | undefined {
  const etag = reply.getHeader('etag');
  if (typeof etag !== 'string' || reply.statusCode !== 200) return undefined;
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  return sendable(etag, headersOf(reply), body);
}

function headersOf(reply: FastifyReply): Readonly<Record<string, string | number>> {
  const shared = Object.entries(reply.getHeaders()).filter(([name]) => !OF_ONE_REQUEST.test(name));
  return Object.fromEntries(
    shared.map(([name, value]) => [name, typeof value === 'number' ? value : String(value ?? '')]),
  );
}

/** Pages are sent compressed to whoever takes that; the rest is small, and often compressed already. */
async function formFor(
  request: FastifyRequest,
  answer: KeptAnswer,
  keep: (answer: KeptAnswer) => void,
): Promise<Sendable> {
  const { plain } = answer;
  const isTaken = takesGzip(request.headers['accept-encoding']);
  if (!isTaken || plain.body === undefined || !String(plain.headers['content-type']).startsWith('text/html'))
    return plain;
  if (answer.packed !== undefined) return answer.packed;
  const made = await packed(plain);
  keep({ plain, packed: made });
  return made;
}

/** Past the framework: every header was set when the answer was first given. */
function send(request: FastifyRequest, reply: FastifyReply, form: Sendable): void {
  void reply.hijack();
  if (hasIt(request, form)) reply.raw.writeHead(304, form.unchanged).end();
  else reply.raw.writeHead(200, form.headers).end(form.body);
}

const isHtml = (reply: FastifyReply): boolean => String(reply.getHeader('content-type') ?? '').startsWith('text/html');

const joined = (vary: unknown): string => {
  const names = String(vary ?? '');
  if (/accept-encoding/i.test(names)) return names;
  return names === '' ? 'accept-encoding' : `${names}, accept-encoding`;
};
