import type { JsonValue } from '../core/json-value.ts';
import { parseStatement, type StatementTyp } from '../core/statement.ts';
import type { Reply } from '../sdk/reply.ts';
import { newClaims, type PrivateJwk, signStatement } from '../sdk/sign.ts';
import type { Context } from './context.ts';

export interface Submission {
  readonly typ: StatementTyp;
  readonly path: string;
  readonly party: string;
  readonly key: PrivateJwk;
  readonly body: JsonValue;
  /** What to say while it takes time. */
  readonly what: string;
}

export interface Sent {
  readonly reply: Reply;
  /** Names the statement, whether or not an answer came back. */
  readonly digest: string;
}

/** Signs a document once and submits it; every repetition sends the same bytes. */
export async function signAndSubmit(context: Context, submission: Submission): Promise<Sent> {
  const { typ, path, party, key, body, what } = submission;
  const { io, client } = context;
  const claims = newClaims(io.now(), io.random(16));
  const jws = await signStatement({ typ, privateJwk: key, iss: party, aud: client.origin, body, ...claims });
  const { digest } = parseStatement(Buffer.from(jws), typ);
  const reply = await context.busy(what, async () => client.withReceipt(await client.submit(path, jws)));
  return { digest, reply };
}
