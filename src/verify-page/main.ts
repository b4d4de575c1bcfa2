/// <reference lib="dom" />
import { h, render } from 'preact';
import { App } from './app.tsx';
import { askRegistry } from './ask-registry.ts';
import { Embedded } from './embedded.tsx';
import { fetchBundle, fetchEvidence } from './first-evidence.ts';
import type { Given } from './intake.tsx';
import { ensureCrypto } from './substitute-crypto.ts';
import { verifyHere } from './verify-here.ts';

/** Takes the place of the explanation that stands where no script runs. */
async function start(place: HTMLElement): Promise<void> {
  const { origin = '', vkeys = '', certificate } = place.dataset;
  const notice = await ensureCrypto();
  const verify = (given: Given, keys: readonly string[]) => verifyHere(given, { origin, vkeys: keys }, new Date());
  if (certificate !== undefined) {
    const evidence = fetchBundle(certificate);
    const own = (given: Given) => verify(given, vkeys.split('\n'));
    render(h(Embedded, { first: evidence, askRegistry, verifyHere: own }), place);
    return;
  }
  const first = fetchEvidence(new URLSearchParams(window.location.search));
  place.replaceChildren();
  render(h(App, { vkeys, notice, first, askRegistry, verifyHere: verify }), place);
}

const place = document.getElementById('verify');
if (place !== null) await start(place);
