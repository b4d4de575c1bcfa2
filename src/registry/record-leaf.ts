import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { LeafBody, LoggedLeaf } from '../log/leaf.ts';
import { describeLeaf } from './describe-leaf.ts';
import type { Stores } from './ports.ts';

/** Appends a leaf and, where it changes what is said about a party, the party's history row. */
export async function recordLeaf(tx: Stores, now: Date, body: LeafBody, about?: PartyId): Promise<LoggedLeaf> {
  const leaf = await tx.log.append(body, now);
  if (about !== undefined) {
    const text = (member: string): string | null => {
      const value = body[member];
      return typeof value === 'string' ? value : null;
    };
    await tx.history.append(about, {
      seq: leaf.seq,
      type: body.t,
      at: formatUtcInstant(leaf.at),
      recorded_at: formatUtcInstant(now),
      text: describeLeaf(body),
      reason: text('reason'),
      certificate_id: text('certificate'),
      audit: body.t.startsWith('audit.') ? text('d') : null,
    });
  }
  return leaf;
}
