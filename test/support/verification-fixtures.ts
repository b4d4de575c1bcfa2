import { ASPECTS, type Aspect, type Verification, type Word } from '../../src/sdk/verify/verdict.ts';

/** A verification in which everything holds, but for what is given. Its reasons say only what they are about. */
export function verificationOf(words: Partial<Record<Aspect, Word>>, facts: Verification['facts'] = {}): Verification {
  const of = <T>(value: (aspect: Aspect) => T): Record<Aspect, T> =>
    Object.fromEntries(ASPECTS.map((aspect) => [aspect, value(aspect)])) as Record<Aspect, T>;
  return {
    kind: 'evidence',
    ...of<Word>((aspect) => words[aspect] ?? 'ok'),
    reasons: of((aspect) => `about ${aspect}`),
    facts,
  };
}
