import { type ParsedLeaf, parseLeaf } from '../log/leaf.ts';

/** A stored leaf; undefined where what is stored is none. */
export const readLeaf = (text: string): ParsedLeaf | undefined => parseLeaf(text);

/** A text member of a leaf. */
export function textOf(leaf: ParsedLeaf | undefined, member: string): string | undefined {
  const value = leaf?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** Whom a leaf is about: the same choice as the index of events makes. */
export const partyOf = (leaf: ParsedLeaf | undefined): string | undefined =>
  textOf(leaf, 'org') ?? textOf(leaf, 'party') ?? textOf(leaf, 'subject');
