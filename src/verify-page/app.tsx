import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Anchors } from './anchors.tsx';
import { type Given, Intake } from './intake.tsx';
import type { Outcome } from './outcome.ts';
import { Result } from './result.tsx';

export interface AppProps {
  /** Verifier keys the server named, one a line. */
  readonly vkeys: string;
  /** What the visitor must know of this browser, in one sentence. */
  readonly notice: string | undefined;
  /** Something to begin with. */
  readonly first: Promise<Given> | undefined;
  verifyHere(given: Given, vkeys: readonly string[]): Promise<Outcome>;
  askRegistry(given: Given): Promise<Outcome>;
}

const WAITING: Outcome = { state: 'waiting' };
const NOT_ASKED: Outcome = { state: 'absent', reason: 'it was not asked' };
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Hands the outcome over, unless another question was put before it came: returns what makes it too late. */
function latest(answer: Promise<Outcome>, show: (outcome: Outcome) => void): () => void {
  let isWanted = true;
  void answer.then((outcome) => {
    if (isWanted) show(outcome);
  });
  return () => {
    isWanted = false;
  };
}

/** The page's own part: takes something, has it verified twice, shows both answers. */
export function App(props: AppProps): VNode {
  const [vkeys, setVkeys] = useState(props.vkeys);
  const [asks, setAsks] = useState(true);
  const [given, setGiven] = useState<Given>();
  const [here, setHere] = useState<Outcome>(WAITING);
  const [there, setThere] = useState<Outcome>(WAITING);
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    if (given === undefined) return undefined;
    setHere(WAITING);
    return latest(props.verifyHere(given, linesOf(vkeys)), setHere);
  }, [given, vkeys]);

  useEffect(() => {
    if (given === undefined) return undefined;
    setThere(asks ? WAITING : NOT_ASKED);
    return asks ? latest(props.askRegistry(given), setThere) : undefined;
  }, [given, asks]);

  useEffect(() => {
    props.first?.then(setGiven, (error: Error) => setTrouble(error.message));
  }, [props.first]);

  return (
    <>
      {props.notice !== undefined && <p class="notice">{props.notice}</p>}
      <Intake isSmall={given !== undefined} onGiven={setGiven} onStartOver={() => setGiven(undefined)} />
      <Anchors
        vkeys={vkeys}
        isOwn={vkeys.trim() !== props.vkeys.trim()}
        asksRegistry={asks}
        onVkeys={setVkeys}
        onAsksRegistry={setAsks}
      />
      <div aria-live="polite">
        {trouble !== undefined && <p class="notice">{trouble}</p>}
        {given !== undefined && <Result given={given} here={here} there={there} />}
      </div>
    </>
  );
}
