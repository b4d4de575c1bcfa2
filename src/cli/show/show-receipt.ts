import type { JsonValue } from '../../core/json-value.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { parseProof } from '../../log/proof.ts';
import type { Context } from '../context.ts';
import { padRight } from '../paint.ts';
import { at, textAt } from '../read-json.ts';

/** Where a statement stands in the log, as its receipt says; nothing is verified here. @param column where the text begins */
export function showReceipt(answer: JsonValue | undefined, { paint }: Pick<Context, 'paint'>, column: number): string {
  const text = at(answer, 'receipt', 'tlog_proof');
  const proof = typeof text === 'string' ? parseProof(text) : undefined;
  const size = proof && parseCheckpoint(proof.note)?.size;
  const words =
    proof === undefined
      ? `not published yet: the receipt will be at /v1/receipts/${textAt(answer, 'digest')}`
      : `leaf ${proof.index}, under the checkpoint of size ${size}`;
  return `${paint.dim(padRight('log', column))}${words}`;
}
