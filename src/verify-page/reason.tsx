import type { VNode } from 'preact';
import { isoMoment, middleTruncate } from '../render/words.ts';
import { sentence } from './outcome.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const PARTS = /(\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\b|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-]))/;

/** A verifier's reason as people read it: a sentence, instants as dates, digests and key ids by their ends. */
export function Reason({ text }: { text: string }): VNode {
  return (
    <>
      {sentence(text)
        .split(PARTS)
        .map((part, at) => (
          <Part key={`${at} ${part}`} text={part} />
        ))}
    </>
  );
}

function Part({ text }: { text: string }): VNode {
  if (INSTANT.test(text)) return <time datetime={text}>{isoMoment(text)}</time>;
  if (DIGEST.test(text)) return <code title={text}>{middleTruncate(text)}</code>;
  return <>{text}</>;
}
