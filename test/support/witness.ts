import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseAddCheckpoint } from '../../src/log/add-checkpoint.ts';
import { type ParsedCheckpoint, parseCheckpoint, type TreeHead, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { sameBytes } from '../../src/log/hash.ts';
import { formatVerifierKey, type VerifierKey } from '../../src/log/note.ts';
import { verifyConsistency } from '../../src/log/tree.ts';
import type { Witness } from '../../src/registry/ports/log.ts';
import { generateSigningKey } from '../../src/sdk/sign.ts';
import { cosignerOf, type TestCosigner } from './cosigner.ts';

/** An answer of a witness. */
export interface WitnessReply {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
}

/** A witness on a socket of its own, with its own memory of what it has seen (C2SP tlog-witness). */
export interface TestWitness extends Witness {
  readonly url: string;
  readonly cosigner: TestCosigner;
  /** What it cosigned last, by origin. A test may change it. */
  readonly seen: Map<string, TreeHead>;
  /** Logs it knows, and the keys it trusts for each. */
  readonly logs: Map<string, readonly VerifierKey[]>;
  /** Statuses it answered, in order. */
  readonly answered: number[];
  /** Answers in place of what it should. */
  reply: ((body: string) => Promise<WitnessReply | undefined>) | undefined;
  /** Seconds since 1970. */
  now: number;
  close(): Promise<void>;
}

export async function startWitness(name: string, now: number): Promise<TestWitness> {
  const cosigner = cosignerOf(name, await generateSigningKey());
  const server = createServer((request, response) => void serve(witness, request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const witness: TestWitness = {
    key: cosigner.key,
    vkey: formatVerifierKey(cosigner.key),
    url: `http://127.0.0.1:${address.port}/prefix`,
    cosigner,
    seen: new Map(),
    logs: new Map(),
    answered: [],
    reply: undefined,
    now,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return witness;
}

async function serve(witness: TestWitness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const isCall = request.method === 'POST' && request.url === '/prefix/add-checkpoint';
  const text = Buffer.concat(chunks).toString();
  const given = isCall ? await witness.reply?.(text) : { status: 404 };
  const { status, type, body = '' } = given ?? (await addCheckpoint(witness, text));
  witness.answered.push(status);
  response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
}

/** The rules of add-checkpoint, in the order of its specification. */
async function addCheckpoint(witness: TestWitness, body: string): Promise<WitnessReply> {
  const call = parseAddCheckpoint(body);
  const checkpoint = parseCheckpoint(call?.note ?? '');
  if (call === undefined || checkpoint === undefined) return { status: 400 };
  const keys = witness.logs.get(checkpoint.origin);
  if (keys === undefined) return { status: 404 };
  const opened = await verifyCheckpoint(call.note, checkpoint.origin, keys);
  if (!opened.ok) return { status: 403 };
  if (call.old > checkpoint.size) return { status: 400 };
  const last = witness.seen.get(checkpoint.origin);
  if (call.old !== (last?.size ?? 0)) return { status: 409, type: 'text/x.tlog.size', body: `${last?.size ?? 0}\n` };
  if (!follows(checkpoint, last, call.proof)) return { status: 422 };
  witness.seen.set(checkpoint.origin, checkpoint);
  return { status: 200, body: `${await witness.cosigner.line(checkpoint.text, witness.now)}\n` };
}

function follows(head: ParsedCheckpoint, last: TreeHead | undefined, proof: readonly Uint8Array[]): boolean {
  if (last === undefined || last.size === 0) return proof.length === 0;
  if (last.size === head.size) return proof.length === 0 && sameBytes(last.root, head.root);
  return verifyConsistency(last, head, proof);
}
