/** How a stranger checks the whole log: one command each, from looking to recomputing. */
export interface PublicTool {
  readonly name: string;
  /** What it shows, and whose code does it. */
  readonly about: string;
  readonly command: string;
}

/**
 * The three commands, for the log below `url`.
 *
 * @param vkey the verifier key to check the head with; whoever has it from elsewhere puts his own
 */
export const publicTools = (url: string, vkey: string): readonly PublicTool[] => [
  {
    name: 'See the signed head',
    about: 'Origin, size, root and signatures, as a C2SP checkpoint. Keep it: no later head may contradict it.',
    command: `curl -s ${url}/checkpoint`,
  },
  {
    name: 'Check everything with our tool, on your machine',
    about:
      'Every entry, every tile, root, forms and times; with --state FILE also that each head extends those you saw before. It imports nothing of the server.',
    command: `npm run -s cli -- log audit --url ${url} --vkey '${vkey}'`,
  },
  {
    name: 'Check it without any code of ours',
    about:
      'Hashes every entry to the root and verifies its signature, with Node’s standard library alone (RFC 6962, Ed25519).',
    command: fromScratch(url, vkey),
  },
];

/** A complete check of root and signature that shares no line with this registry. */
const fromScratch = (url: string, vkey: string): string => `node --input-type=module <<'JS'
import { createHash, createPublicKey, verify } from 'node:crypto';
const log = '${url}';
const vkey = '${vkey}';

const get = async (path) => Buffer.from(await (await fetch(\`\${log}/\${path}\`)).arrayBuffer());
const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const [text, lines] = (await get('checkpoint')).toString().split(/(?<=\\n)\\n/);
const [, size, root] = text.split('\\n');

const leaves = [];
for (let n = 0; n * 256 < size; n++) {
  const name = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0').replace(/...(?=.)/g, 'x$&/');
  const width = Math.min(256, size - n * 256);
  const bundle = await get(\`tile/entries/\${name}\${width < 256 ? \`.p/\${width}\` : ''}\`);
  for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at))
    leaves.push(hash(Buffer.of(0), bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at))));
}
const treeHash = (list) => {
  const half = 2 ** (Math.ceil(Math.log2(list.length)) - 1);
  return list.length < 2 ? list[0] : hash(Buffer.of(1), treeHash(list.slice(0, half)), treeHash(list.slice(half)));
};
console.log(size, 'entries lead to the root:', treeHash(leaves).toString('base64') === root);

const [name, id, ...rest] = vkey.split('+');
const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(rest.join('+'), 'base64').subarray(1)]);
const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
const signed = lines.split('\\n').map((line) => line.split(' ')).filter(([, by]) => by === name)
  .map(([, , signature]) => Buffer.from(signature, 'base64')).filter((one) => one.toString('hex', 0, 4) === id);
console.log('the key signed it:', signed.some((one) => verify(null, Buffer.from(text), key, one.subarray(4))));
JS`;
