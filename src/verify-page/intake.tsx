import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Bytes to verify, and what to call them. */
export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface IntakeProps {
  /** Something was given already: its result leads, and this steps back. */
  readonly isSmall: boolean;
  onGiven(given: Given): void;
  onStartOver(): void;
}

const FORMS = [
  'credential .jwt',
  'receipt .json or .tlog-proof',
  'statement .jws',
  'evidence .zip',
  'badge .svg or .png',
];

/** The ways to hand something over: drop a file, choose one, paste its text. */
export function Intake({ isSmall, onGiven, onStartOver }: IntakeProps): VNode {
  const take = async (files: FileList | null | undefined): Promise<void> => {
    const file = files?.item(0);
    if (file) onGiven({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  const isOver = useDrop((files) => void take(files));
  return (
    <div class={isSmall ? 'intake small' : 'intake'}>
      <label class={isOver ? 'drop over' : 'drop'}>
        <input type="file" class="visually-hidden" onChange={(event) => void take(event.currentTarget.files)} />
        <strong>{isSmall ? 'Drop or choose another file' : 'Drop a file here, or choose one'}</strong>
        {!isSmall && (
          <small>
            {FORMS.map((form) => (
              <span key={form}>{form}</span>
            ))}
          </small>
        )}
      </label>
      {isSmall ? (
        <button type="button" class="secondary" onClick={onStartOver}>
          Start over
        </button>
      ) : (
        <Paste onGiven={onGiven} />
      )}
    </div>
  );
}

/**
 * Takes files dropped anywhere: a browser would leave the page for a file that misses its mark.
 *
 * @returns whether something is held over the page
 */
function useDrop(onFiles: (files: FileList | undefined) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      onFiles(event.dataTransfer?.files);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  });
  return isOver;
}

function Paste({ onGiven }: Pick<IntakeProps, 'onGiven'>): VNode {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onGiven({ name: 'pasted text', bytes: new TextEncoder().encode(text) });
  };
  return (
    <form class="paste" onSubmit={submit}>
      <label class="field">
        <span>or paste its text</span>
        <textarea rows={4} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" class="primary">
        Verify
      </button>
    </form>
  );
}
