import type { LeafOf } from '../leaves.ts';
import { replayListing, snapshotOf } from '../listing.ts';
import { expectEqual, skip, type Turn } from '../turn.ts';

/** The listing was digested: the same lines must follow from the log. */
export function checkSnapshot(turn: Turn, leaf: LeafOf<'listing.snapshot'>): void {
  turn.state.snapshots.set(leaf.d, turn.index);
  expectEqual(turn, 'snapshot_differs', 'seq', leaf.seq, turn.index - 1);
  const listing = replayListing(turn.state);
  if (listing.unknown.length > 0) {
    skip(turn, `the snapshot rests on what is not public of ${listing.unknown[0]}`);
    return;
  }
  const { digest, n } = snapshotOf(listing);
  expectEqual(turn, 'snapshot_differs', 'n', leaf.n, n);
  expectEqual(turn, 'snapshot_differs', 'd', leaf.d, digest);
}
