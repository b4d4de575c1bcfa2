import { certificateEnd } from '../../core/calendar.ts';
import { isDigest } from '../../core/ids.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { LIVE_TIERS } from '../../core/live/live-state.ts';
import type { ParsedLeaf } from '../../log/leaf.ts';
import { parseProof } from '../../log/proof.ts';
import { readActs } from './acts.ts';
import type { Bundle } from './bundle.ts';
import {
  type CertificateCase,
  certifiedScore,
  checkContent,
  checkRecord,
  type Rebuilt,
  supportedTier,
} from './certificate-record.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { readGrounds } from './grounds.ts';
import { readObject } from './jwt.ts';
import { daysNamed } from './live-rows.ts';
import { openPace } from './pace.ts';
import { proveDigest } from './proof-check.ts';
import { recompute } from './recompute.ts';
import { recomputeLive } from './recompute-live.ts';
import { leafTime } from './statement-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/**
 * Works a certificate out again from what its issuing leaf names, and compares: leaf, decision record and credential with
 * the score and the tier that follow. Tells of scope, time and recomputation.
 */
export async function checkCertificate(x: Examination, given: CertificateCase): Promise<void> {
  const { tell } = x.notebook;
  const issuing = await findIssuing(x, given);
  if (issuing.word !== 'ok') {
    tell('scope', 'unknown', issuing.reason);
    return tell('recomputation', issuing.word, issuing.reason);
  }
  checkDates(x, issuing.value);
  const rebuilt = await rebuild(x, given.bundle, issuing.value);
  if (rebuilt.word !== 'ok') {
    tell('scope', 'unknown', 'audit and opinions are not in order, so nothing shows what was certified');
    return tell('recomputation', rebuilt.word, rebuilt.reason);
  }
  const { grounds, recomputed, live } = rebuilt.value;
  const json = certifiedScore(rebuilt.value);
  x.notebook.state({
    audit: grounds.audit.digest,
    auditors: [...new Set(grounds.accepts.map(({ iss }) => iss))],
    assurance_level: recomputed.decision.facts.auditLevel,
    recomputed: {
      composite_percent: json.composite_percent,
      composite_6: json.composite_6,
      tier: live === undefined ? recomputed.decision.tier : supportedTier(rebuilt.value),
    },
  });
  checkContent(x, rebuilt.value, given.credential);
  if (given.record !== undefined) checkRecord(x, rebuilt.value, given);
}

/** Reading a receipt costs as much as reading so many bytes. */
const PEEK_WORK = 32_768;

/** The leaf that issued the certificate: the credential's own, or the one the bundle has a receipt of. */
async function findIssuing(x: Examination, { id, bundle, credential }: CertificateCase): Promise<Answer<ProvenLeaf>> {
  const own = credential?.log;
  if (own?.word === 'ok' && own.value.leaf.t === 'certificate.issued') return own;
  const named = new Set(bundle.statements.map(({ digest }) => digest));
  const pace = openPace();
  for (const digest of bundle.receipts.filter((one) => !named.has(one))) {
    await pace(PEEK_WORK);
    const leaf = await peek(x, digest);
    if (leaf?.['t'] === 'certificate.issued' && leaf['certificate'] === id) return proveDigest(x, digest);
  }
  return missing('no receipt leads to the leaf that issued the certificate');
}

/** The leaf a receipt holds, unproved. */
async function peek({ source }: Examination, digest: string): Promise<JsonObject | undefined> {
  const text = await source.readText(`/v1/receipts/${digest}.tlog-proof`);
  const extra = text === undefined ? undefined : parseProof(text)?.extra;
  const leaf = extra && readObject(extra)?.['leaf'];
  return typeof leaf === 'string' ? readObject(Buffer.from(leaf, 'utf8')) : undefined;
}

/** Validity begins with the leaf and ends twelve calendar months on: nothing was dated back, nothing runs longer. */
function checkDates({ notebook }: Examination, issuing: ProvenLeaf): void {
  const at = leafTime(issuing);
  const { valid_from, valid_to } = issuing.leaf;
  const isRight = valid_from === issuing.leaf.at && valid_to === formatUtcInstant(certificateEnd(at));
  if (!isRight)
    notebook.tell('time', 'failed', 'the certificate is not valid for the 12 months from its issuing leaf on');
}

async function rebuild(x: Examination, bundle: Bundle, issuing: ProvenLeaf): Promise<Answer<Rebuilt>> {
  const days = await daysNamed(x, issuing);
  if (days.length === 0 && isLive(issuing.leaf))
    return missing(`${issuing.leaf['tier']} rests on rows of live telemetry, which are not at hand`);
  const grounds = await readGrounds(x, issuing, days);
  if (grounds.word !== 'ok') return grounds;
  const { digest } = grounds.value.audit;
  if (!isDigest(digest)) return refuted('the issuing leaf names no audit');
  const recomputed = await recompute(x, grounds.value, await readActs(x, bundle), issuing);
  if (recomputed.word !== 'ok') return recomputed;
  const common = { issuing, grounds: grounds.value, recomputed: recomputed.value };
  if (days.length === 0) return found({ ...common, live: undefined });
  const live = await recomputeLive(x, bundle, recomputed.value, issuing, days);
  return live.word === 'ok' ? found({ ...common, live: live.value }) : live;
}

const isLive = ({ tier }: ParsedLeaf): boolean => LIVE_TIERS.some((one) => one === tier);
