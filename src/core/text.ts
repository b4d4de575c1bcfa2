/**
 * Characters no text in a statement may contain: controls, line and paragraph separators, bidirectional marks,
 * embeddings, overrides and isolates, zero-width and other default-ignorable characters that make two texts look the
 * same, unassigned-for-interchange noncharacters, private use, and lone surrogates.
 */
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/u;

/** Whether the text has a character that does not show or that changes the direction of its neighbours. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);

/** Length in Unicode code points. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Whether the text is 1 to `max` code points in NFC with every character visible and something other than white space. */
export function isText(text: string, max: number): boolean {
  if (text.length > 2 * max || text.trim() === '') return false;
  return codePointLength(text) <= max && !hasInvisible(text) && text.normalize('NFC') === text;
}
