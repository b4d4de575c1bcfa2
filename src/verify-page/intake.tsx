import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

/** Bytes to verify, and what to call them. */
export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface IntakeProps {
  onGiven(given: Given): void;
}

const FORMS = 'credential .jwt · receipt .json · .tlog-proof · statement .jws · evidence .zip · badge .svg or .png';

/** The ways to hand something over: drop a file, choose one, paste its text. */
export function Intake({ onGiven }: IntakeProps): VNode {
  const [isOver, setOver] = useState(false);
  const take = async (files: FileList | null | undefined): Promise<void> => {
    const file = files?.item(0);
    if (file) onGiven({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  const drop = (event: DragEvent): void => {
    over(false)(event);
    void take(event.dataTransfer?.files);
  };
  return (
    <div class="intake">
      <label
        class={isOver ? 'drop over' : 'drop'}
        onDragEnter={over(true)}
        onDragOver={over(true)}
        onDragLeave={over(false)}
        onDrop={drop}
      >
        <input type="file" class="visually-hidden" onChange={(event) => void take(event.currentTarget.files)} />
        <strong>Drop a file here, or choose one</strong>
        <small>{FORMS}</small>
      </label>
      <Paste onGiven={onGiven} />
    </div>
  );
}

function Paste({ onGiven }: IntakeProps): VNode {
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
