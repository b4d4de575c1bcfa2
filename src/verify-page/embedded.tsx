import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Given } from './intake.tsx';
import type { Outcome } from './outcome.ts';
import { Result } from './result.tsx';

interface EmbeddedProps {
  /** The evidence of the certificate that the page shows. */
  readonly first: Promise<Given>;
  verifyHere(given: Given): Promise<Outcome>;
  askRegistry(given: Given): Promise<Outcome>;
}

const WAITING: Outcome = { state: 'waiting' };

/** The verification of one certificate within a page that is about something else: no files to drop, only the result. */
export function Embedded({ first, verifyHere, askRegistry }: EmbeddedProps): VNode {
  const [given, setGiven] = useState<Given>();
  const [here, setHere] = useState<Outcome>(WAITING);
  const [there, setThere] = useState<Outcome>(WAITING);
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const verify = async (): Promise<void> => {
      const evidence = await first;
      setGiven(evidence);
      const asked = askRegistry(evidence).then(setThere);
      setHere(await verifyHere(evidence));
      await asked;
    };
    verify().catch((error: Error) => setTrouble(error.message));
  }, [first]);
  return (
    <div aria-live="polite" lang="en">
      {trouble !== undefined && <p class="notice">{trouble}</p>}
      {given === undefined && trouble === undefined && <p class="quiet">Fetching the evidence …</p>}
      {given !== undefined && <Result given={given} here={here} there={there} />}
    </div>
  );
}
