import { parseAct } from '../../core/documents/act.ts';
import { type ParsedLeaf, parseLeaf } from '../../log/leaf.ts';
import { TILE_WIDTH } from '../../log/tile.ts';
import type { EffectiveAct } from './acts.ts';
import type { Examination } from './examination.ts';
import { readAccepted } from './grounds.ts';
import { openLog, readLeaves } from './log-reader.ts';
import { type Answer, found, missing } from './verdict.ts';

/** Leaves that are looked through for acts; a longer log is left to replay. */
const MAX_SEARCHED = 65_536;

/**
 * The grid series that acts had put into force before a leaf, found by looking through the log. The search believes what it
 * reads; each act it finds is signed and proved.
 */
export async function gridActsBefore(x: Examination, index: number): Promise<Answer<readonly EffectiveAct[]>> {
  const log = await openLog(x);
  if (log.word !== 'ok') return log;
  if (index > MAX_SEARCHED) return missing(`the log before leaf ${index} is longer than is looked through here`);
  const signed = new Set<string>();
  const acts: EffectiveAct[] = [];
  for (let tile = 0; tile * TILE_WIDTH < index; tile++) {
    const texts = await readLeaves(x, tile, log.value.checkpoint.size);
    if (texts === undefined) return missing(`the log before leaf ${index} is not at hand`);
    for (const [at, text] of texts.entries()) {
      const effectiveAt = tile * TILE_WIDTH + at;
      const digest = effectiveAt < index ? takeEffect(signed, parseLeaf(text)) : undefined;
      if (digest === undefined) continue;
      const act = await readAccepted(x, digest, 'cms-act+jwt', parseAct);
      if (act.word !== 'ok') return act;
      acts.push({ act: act.value.document, effectiveAt });
    }
  }
  return found(acts);
}

/** Remembers acts about grid series; the digest of one that takes effect. */
function takeEffect(signed: Set<string>, leaf: ParsedLeaf | undefined): string | undefined {
  const digest = leaf?.['d'];
  if (leaf === undefined || typeof digest !== 'string') return undefined;
  if (leaf.t === 'act.signed' && leaf['action'] === 'grid_series') signed.add(digest);
  return leaf.t === 'act.effective' && signed.has(digest) ? digest : undefined;
}
