import { CONFUSABLES } from './confusables.ts';
import type { Issue } from './errors.ts';
import type { JsonValue } from './json-value.ts';
import { codePointLength, hasInvisible } from './text.ts';

/** Longest legal name, code points (statements section 4). */
export const MAX_LEGAL_NAME = 120;

const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}]/gu;

/**
 * What a name looks like: two names with equal skeletons can be taken for each other. Never shown, only compared.
 *
 * UTS #39 section 4 (decompose, drop what does not show, replace each character by its prototype, decompose) with three
 * additions for names of firms: what compatibility decomposition makes plain (full-width, mathematical letters) counts as
 * plain; letter case does not distinguish names (prototypes are taken before and after folding, and `i` counts as `l`,
 * because `I` does); white space is trimmed and runs of it are one space. It errs on the side of alike: the price is an
 * officer's look at the name.
 */
export function skeleton(name: string): string {
  const shown = prototypes(name.normalize('NFD').replace(IGNORED, ''));
  const plain = prototypes(shown.normalize('NFKD').replace(IGNORED, ''));
  const folded = prototypes(plain.toLowerCase().normalize('NFKD'));
  return folded.replaceAll('i', 'l').replace(/\s+/gu, ' ').trim().normalize('NFD');
}

function prototypes(text: string): string {
  let result = '';
  for (const character of text) result += CONFUSABLES.get(character) ?? character;
  return result;
}

/** Why this may not be a legal name; empty if it may. Form only: whether it is confusable with another is state. */
export function legalNameIssues(name: JsonValue | undefined, pointer: string): Issue[] {
  if (typeof name !== 'string') return [{ pointer, code: 'wrong_type', detail: 'a legal name is text' }];
  const issues: Issue[] = [];
  const check = (holds: boolean, code: string, detail: string): void => {
    if (!holds) issues.push({ pointer, code, detail });
  };
  check(/[^\s\u2800]/u.test(name), 'too_short', 'a legal name has at least one visible character');
  check(
    name.length <= 2 * MAX_LEGAL_NAME && codePointLength(name) <= MAX_LEGAL_NAME,
    'too_long',
    'at most 120 characters',
  );
  check(!hasInvisible(name), 'invisible_character', 'control, bidirectional and zero-width characters are refused');
  check(name.normalize('NFC') === name, 'not_nfc', 'must be in Unicode Normalization Form C');
  return issues;
}
