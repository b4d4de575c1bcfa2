import type { Examination, ProvenLeaf } from './examination.ts';
import { type Answer, ASPECTS, type Aspect } from './verdict.ts';

/** Tells an answer: its value as a sentence where it holds, else why not. */
export function tellAnswer<T>(
  { notebook }: Pick<Examination, 'notebook'>,
  aspect: Aspect,
  answer: Answer<T>,
  say: (value: T) => string,
): void {
  if (answer.word === 'ok') notebook.tell(aspect, 'ok', say(answer.value));
  else notebook.tell(aspect, answer.word, answer.reason);
}

/** Tells of a proof, and notes where it led. @param what the leaf is, as the subject of a sentence */
export function tellLog(x: Pick<Examination, 'notebook'>, log: Answer<ProvenLeaf>, what: string): void {
  tellAnswer(x, 'log', log, ({ index, checkpoint, cosigners }) => {
    const by = cosigners.length === 0 ? '' : `, cosigned by ${cosigners.join(', ')}`;
    return `${what} is leaf ${index} of the log ${checkpoint.origin}, signed at size ${checkpoint.size}${by}`;
  });
  if (log.word !== 'ok') return;
  const { index, leaf, checkpoint, cosigners } = log.value;
  x.notebook.state({ index, logged_at: leaf.at, size: checkpoint.size });
  if (cosigners.length > 0) x.notebook.state({ cosigners });
}

/** Tells that questions do not arise for this kind of artefact. */
export function tellNone(
  { notebook }: Pick<Examination, 'notebook'>,
  reasons: Readonly<Partial<Record<Aspect, string>>>,
): void {
  for (const aspect of ASPECTS) {
    const reason = reasons[aspect];
    if (reason !== undefined) notebook.tell(aspect, 'unknown', reason);
  }
}
