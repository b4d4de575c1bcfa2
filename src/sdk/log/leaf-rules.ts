import { encodeBase64url } from '../../core/base64url.ts';
import type { JsonValue } from '../../core/json-value.ts';
import { jwkThumbprint } from '../../core/jwk-check.ts';
import { type ParsedLeaf, parseLeaf } from '../../log/leaf.ts';
import { formatVerifierKey, type VerifierKey } from '../../log/note.ts';
import { type Findings, report } from './findings.ts';

/** What the leaves so far have said; grows leaf by leaf. */
export interface LeafRules {
  /** First line of the log's checkpoints. */
  readonly origin: string;
  /** Verifier keys and thumbprints the log announced for itself. */
  readonly announced: Set<string>;
  lastAt: string;
}

export const startLeafRules = (origin: string): LeafRules => ({ origin, announced: new Set(), lastAt: '' });

/** Whether the log said in a leaf that this key signs it. */
export function isAnnounced({ announced }: LeafRules, key: VerifierKey): boolean {
  const x = encodeBase64url(key.publicKey);
  return announced.has(formatVerifierKey(key)) || announced.has(jwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x }));
}

/** Checks a leaf by its form, its time, and its place where it is a genesis (log, "Leaves"). */
export function checkLeaf(rules: LeafRules, index: number, bytes: Uint8Array, findings: Findings): void {
  const leaf = parseLeaf(Buffer.from(bytes).toString('latin1'));
  if (leaf === undefined) {
    report(findings, 'leaf_malformed', index, `leaf ${index} is not of the form the registry writes`);
    return;
  }
  if (leaf.at < rules.lastAt) {
    report(findings, 'time_decreasing', index, `leaf ${index} states ${leaf.at}, after one of ${rules.lastAt}`);
  } else rules.lastAt = leaf.at;
  if ((leaf.t === 'registry.genesis') !== (index === 0)) {
    report(findings, 'genesis_misplaced', index, `leaf ${index} is a ${leaf.t}; leaf 0 is the one genesis`);
  }
  checkAnnouncement(rules, index, leaf, findings);
}

function checkAnnouncement(rules: LeafRules, index: number, leaf: ParsedLeaf, findings: Findings): void {
  if (leaf.t === 'registry.genesis' && index === 0) {
    for (const vkey of textsOf(leaf['vkeys'])) rules.announced.add(vkey);
    const origin = logOriginOf(leaf['origin']);
    if (origin === rules.origin) return;
    report(
      findings,
      'origin_mismatch',
      index,
      `the genesis is of the log ${origin}, the checkpoint of ${rules.origin}`,
    );
  }
  if (leaf.t === 'registry.key' && leaf['use'] === 'log' && leaf['op'] === 'add') {
    for (const kid of textsOf([leaf['kid'] ?? ''])) rules.announced.add(kid);
  }
}

/** A registry's log is at `/log` below its origin; the log's own origin has no scheme. */
const logOriginOf = (origin: JsonValue | undefined): string =>
  typeof origin === 'string' ? `${origin.replace(/^https?:\/\//, '')}/log` : 'nobody';

const textsOf = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
