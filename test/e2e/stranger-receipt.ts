import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * Checks a receipt as a stranger does who has read C2SP tlog-proof, signed-note and RFC 6962, and has Node's crypto alone.
 *
 * @param vkey the log's verifier key, kept from an earlier day
 * @returns the leaf and its place; throws where anything does not fit
 */
export function openReceipt(
  receipt: Record<string, unknown>,
  vkey: string,
): { leaf: Leaf; index: number; size: number } {
  const text = String(receipt['tlog_proof']);
  const [head = '', body = '', signatures = ''] = text.split('\n\n');
  const [version, extra, place = '', ...path] = head.split('\n');
  if (version !== 'c2sp.org/tlog-proof@v1' || extra?.startsWith('extra ') !== true) throw new Error('not a proof');
  const index = Number(place.replace('index ', ''));
  const { size, root } = openCheckpoint(`${body}\n`, signatures, vkey);
  const leaf = String(receipt['leaf']);
  const found = rootOf(hash(Uint8Array.of(0), Buffer.from(leaf)), index, size, path.map(fromBase64));
  if (!found.equals(root)) throw new Error('the path does not lead to the signed root');
  return { leaf: JSON.parse(leaf), index, size };
}

export type Leaf = Readonly<Record<string, unknown>>;

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');
const hash = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
/** DER of an Ed25519 public key before its 32 bytes (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function openCheckpoint(text: string, signatures: string, vkey: string): { size: number; root: Buffer } {
  const [name = '', id = '', ...rest] = vkey.trim().split('+');
  const [origin, size, root = ''] = text.split('\n');
  const key = createPublicKey({
    key: Buffer.concat([SPKI, fromBase64(rest.join('+')).subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  const own = signatures
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, by, signature = '']) => by === name && fromBase64(signature).subarray(0, 4).toString('hex') === id);
  const isGood = own.some(([, , signature = '']) =>
    verify(null, Buffer.from(text), key, fromBase64(signature).subarray(4)),
  );
  if (origin !== name || !isGood) throw new Error('not signed by this log');
  return { size: Number(size), root: fromBase64(root) };
}

/** RFC 9162 section 2.1.3.2. */
function rootOf(leafHash: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer {
  let [node, place, last] = [leafHash, index, size - 1];
  if (place > last) throw new Error('no such leaf');
  for (const sibling of path) {
    if (last === 0) throw new Error('the path is too long');
    if (place % 2 === 1 || place === last) {
      node = hash(Uint8Array.of(1), sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else node = hash(Uint8Array.of(1), node, sibling);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  if (last !== 0) throw new Error('the path is too short');
  return node;
}
