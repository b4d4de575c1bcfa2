import type { TestRegistry } from './registry.ts';

/** What must be said of an organisation everywhere: read by SQL from what was decided, not from anything that is shown. */
export interface Truth {
  readonly party: string;
  /** The first domain it proved and still holds. */
  readonly domain: string | null;
  /** Index of the last leaf. */
  readonly seq: number;
  /** Nobody sees it: it proved no domain, and holds and held no certificate. */
  readonly isShown: boolean;
  readonly tier: string | null;
  readonly composite: string | null;
  readonly state: string | null;
  readonly certificate: string | null;
}

/** What a surface says. A member it has no place for is absent. */
export interface Said {
  readonly seq: number | null;
  readonly isShown?: boolean;
  readonly tier?: string | null;
  readonly composite?: string | null;
  readonly state?: string | null;
}

export interface SurfaceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
}

export type Get = (path: string, body?: object) => Promise<SurfaceAnswer>;

interface TruthRow {
  readonly seq: string;
  readonly domain: string | null;
  readonly once: boolean;
  readonly id: string | null;
  readonly state: string | null;
  readonly record: string | null;
  readonly evaluation: string | null;
}

/** The current certificate, else the newest that ended; before the first, the figures of the newest audit. */
export async function truthOf({ database }: TestRegistry, party: string): Promise<Truth> {
  const { rows } = await database.pool.query<TruthRow>(
    `select (select max(seq) from log_pending) as seq,
       (select domain from domains where party_id = $1 and proved order by position limit 1) as domain,
       exists (select from domains where party_id = $1 and proved_seq is not null) as once,
       c.id, c.state, c.record,
       (select evaluation from audits where party_id = $1 order by accepted_seq desc limit 1) as evaluation
     from (select 1) one left join lateral (
       select * from certificates where party_id = $1
         order by state in ('active', 'watch', 'suspended') desc, leaf desc limit 1) c on true`,
    [party],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no truth');
  const { domain, once, id: certificate, state } = row;
  const record: { tier?: string; score?: { composite_percent: string } } = JSON.parse(row.record ?? '{}');
  const evaluation: { score?: { composite_percent: string } } = JSON.parse(row.evaluation ?? '{}');
  return {
    party,
    domain,
    seq: Number(row.seq),
    isShown: domain !== null || (once && certificate !== null),
    tier: record.tier ?? null,
    composite: (record.score ?? evaluation.score)?.composite_percent ?? null,
    state,
    certificate,
  };
}

export const stands = (state: string | null | undefined): boolean => state === 'active' || state === 'watch';

/** What a badge and a verdict say: a tier and a figure only while the certificate stands. */
export const standing = ({ tier, composite, state }: Truth): Pick<Said, 'tier' | 'composite'> =>
  stands(state) ? { tier, composite } : { tier: null, composite: null };

const STATE_WORDS: readonly (readonly [RegExp, string | null])[] = [
  [/\bon watch\b/i, 'watch'],
  [/\bsuspended\b/i, 'suspended'],
  [/\bwithdrawn\b/i, 'withdrawn'],
  [/\bexpired\b/i, 'expired'],
  [/\bsuperseded\b/i, 'superseded'],
  [/\bdeclared\b|\bno audit\b|\bheld\b|\bno tier\b|\bcountersigned\b/i, null],
];
const TIER = /\b(Obsidian Prime|Obsidian|Silver|Bronze)\b/;

/** State, tier and composite as words give them. Where no other state is named it is active. */
export function saidIn(words: string): { state: string | null; tier: string | null; composite: string | null } {
  const named = STATE_WORDS.find(([pattern]) => pattern.test(words));
  return {
    state: named === undefined ? 'active' : named[1],
    tier: TIER.exec(words)?.[1] ?? null,
    composite: /([0-9]{1,3}[.][0-9])\s*%/.exec(words)?.[1] ?? null,
  };
}

/** Text of a piece of HTML or XML: tags become spaces, the five entities characters. */
export const textOf = (markup: string): string =>
  markup
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

/** The element of a class, as text; throws where a page has none. */
export function textOfClass(html: string, name: string): string {
  const found = new RegExp(`<([a-z0-9]+)[^>]*class="(?:[^"]* )?${name}(?: [^"]*)?"[^>]*>(.*?)</\\1>`, 's').exec(html);
  if (found === null) throw new Error(`no element of class ${name}`);
  return textOf(found[2] ?? '');
}

/** The position a page names at its foot, where it says which log entry it reflects. */
export function footSeq(html: string): number {
  const foot = html.slice(html.lastIndexOf('<footer'));
  const found = /\/log\/entries\/([0-9]+)/.exec(foot);
  if (found === null) throw new Error('the foot of the page names no log entry');
  return Number(found[1]);
}

export const headerSeq = ({ headers }: SurfaceAnswer): number | null => {
  const value = headers['registry-seq'];
  return typeof value === 'string' ? Number(value) : null;
};

/** A place where the registry says something about an organisation. */
export interface Surface {
  readonly name: string;
  /** Reads it as an outsider does. */
  read(get: Get, truth: Truth): Promise<Said>;
  /** What it must say; by default tier, composite and state as they are. */
  expected?(truth: Truth): Partial<Said>;
}

export type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON object that answers 200. */
export function membersOf({ status, text }: SurfaceAnswer): Members {
  const value: unknown = JSON.parse(text);
  if (status !== 200 || !isMembers(value)) throw new Error(`${status} ${text.slice(0, 200)}`);
  return value;
}

export const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
export const membersIn = (value: unknown): readonly Members[] => (Array.isArray(value) ? value.filter(isMembers) : []);
export const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const seqIn = ({ seq }: Members): number | null => (typeof seq === 'number' ? seq : null);
