import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatVerifierKey, NOTE_TYPES, verifierKey } from '../../src/log/note.ts';
import { generateSigningKey } from '../../src/sdk/sign.ts';
import { launchBrowser } from '../support/browser.ts';
import { cosignerOf } from '../support/cosigner.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectFit, VIEWS, visit } from '../support/visit.ts';

let browser: Browser;
let registry: TestRegistry;
let server: TestServer;
let audit: string;
let certificate: string;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const auditor = await registerAuditor(registry, 'clearwater');
  ({ audit, certificate } = await certify(registry, await registerProved(registry, 'acme'), auditor));
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await registry?.close();
});

const fetchBytes = async (url: string): Promise<Buffer> => (await server.app.inject({ url })).rawPayload;

/** Opens the page as it is at the registry's own time. */
const open = <T>(
  query: string,
  use: (page: Page, complaints: readonly string[]) => Promise<T>,
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<T> =>
  visit(
    browser,
    `${server.address}/verify${query}`,
    {
      prepare: async (page) => {
        await page.clock.setFixedTime(registry.deps.now());
        await prepare(page);
      },
    },
    async (page, complaints) => {
      await page.waitForSelector('.drop');
      return use(page, complaints);
    },
  );

async function drop(page: Page, name: string, bytes: Buffer, on = '.drop'): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file = '', base64 = '']) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], file));
      return transfer;
    },
    [name, bytes.toString('base64')],
  );
  await page.dispatchEvent(on, 'drop', { dataTransfer });
}

const ASPECTS = ['signature', 'log', 'status', 'time', 'scope', 'recomputation'];

/** Both columns, once both have answered. */
async function answers(page: Page): Promise<{ here: Record<string, string>; there: Record<string, string> }> {
  await page.waitForFunction(() => document.querySelectorAll('.answers .word').length === 12);
  const rows = await page.$$eval('.answers tbody tr', (trs) =>
    trs.map((tr) => Array.from(tr.querySelectorAll('.word'), (word) => (word.textContent ?? '').toLowerCase())),
  );
  const column = (at: number) => Object.fromEntries(ASPECTS.map((aspect, row) => [aspect, rows[row]?.[at] ?? '']));
  return { here: column(0), there: column(1) };
}

/** What the registry answers when asked without the page. */
async function ask(bytes: Buffer): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/octet-stream' };
  const { body } = await server.app.inject({ method: 'POST', url: '/v1/verify', payload: bytes, headers });
  const answer: Record<string, string> = JSON.parse(body);
  return Object.fromEntries(ASPECTS.map((aspect) => [aspect, answer[aspect] ?? '']));
}

/** Artefacts of each kind, and what certainly holds of them. */
const ARTEFACTS: Readonly<Record<string, () => Promise<Buffer>>> = {
  'evidence.zip': () => fetchBytes(`/v1/certificates/${certificate}.zip`),
  'credential.jwt': () => fetchBytes(`/v1/certificates/${certificate}.jwt`),
  'badge.baked.svg': () => fetchBytes('/badges/acme.baked.svg?style=card'),
  'badge.baked.png': () => fetchBytes('/badges/acme.baked.png?scale=2'),
  'receipt.json': () => fetchBytes(`/v1/receipts/${audit}`),
  'receipt.tlog-proof': () => fetchBytes(`/v1/receipts/${audit}.tlog-proof`),
  'statement.jws': () => fetchBytes(`/v1/statements/${audit}.jws`),
};

/** Whether a key is revoked by now nobody but the registry can say: here that stays unknown. */
const ITS_OWN_WORD: Readonly<Record<string, Record<string, string>>> = { 'statement.jws': { status: 'unknown' } };

describe('what is dropped is verified here, and the registry says the same', () => {
  test.each(Object.keys(ARTEFACTS))('%s', async (name) => {
    const bytes = await ARTEFACTS[name]?.();
    if (bytes === undefined) throw new Error(`no artefact ${name}`);
    await open('', async (page, complaints) => {
      await drop(page, name, bytes);
      const { here, there } = await answers(page);
      expect(here).toMatchObject({ signature: 'ok', log: 'ok' });
      expect(Object.values(here)).not.toContain('failed');
      expect(here).toEqual({ ...there, ...ITS_OWN_WORD[name] });
      expect(there).toEqual(await ask(bytes));
      expect(complaints).toEqual([]);
    });
  });
});

/** The text with its n-th character from the end replaced by another of its alphabet. */
function altered(bytes: Buffer, fromEnd: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.length - fromEnd;
  copy[at] = copy[at] === 65 ? 66 : 65;
  return copy;
}

/** A bundle in which one file is not what it was, and which is a sound archive all the same. */
function withFile(zip: Buffer, name: RegExp, alter: (text: string) => string): Buffer {
  const files = Object.entries(unzipSync(zip)).map(([path, bytes]): [string, Uint8Array] => [
    path,
    name.test(path) ? strToU8(alter(strFromU8(bytes))) : bytes,
  ]);
  return Buffer.from(zipSync(Object.fromEntries(files), { level: 0 }));
}

describe('what was changed fails on its own line', () => {
  test.each<[name: string, change: () => Promise<Buffer>, failing: string]>([
    ['credential.jwt', async () => altered(await fetchBytes(`/v1/certificates/${certificate}.jwt`), 20), 'signature'],
    ['statement.jws', async () => altered(await fetchBytes(`/v1/statements/${audit}.jws`), 20), 'signature'],
    ['receipt.tlog-proof', async () => altered(await fetchBytes(`/v1/receipts/${audit}.tlog-proof`), 20), 'log'],
    [
      'evidence.zip',
      async () => {
        const bundle = await fetchBytes(`/v1/certificates/${certificate}.zip`);
        return withFile(bundle, /^certificate.json$/, (text) =>
          text.replace(/"composite_6":"0[.]7/, '"composite_6":"0.8'),
        );
      },
      'recomputation',
    ],
  ])('%s: %#', async (name, change, failing) => {
    const bytes = await change();
    await open('', async (page, complaints) => {
      await drop(page, name, bytes);
      const { here, there } = await answers(page);
      expect(here[failing]).toBe('failed');
      expect(here).toEqual(there);
      expect(await page.textContent('.result h2')).toMatch(new RegExp(`^Do not rely on it: .*${failing}.* failed[.]$`));
      expect(complaints).toEqual([]);
    });
  });
});

describe('what the visitor decides', () => {
  const credential = () => fetchBytes(`/v1/certificates/${certificate}.jwt`);

  test('a key of his own counts, not the one this server names', async () => {
    const { publicKey } = cosignerOf('other.example', await generateSigningKey()).key;
    const other = verifierKey('localhost:3000/log', NOTE_TYPES.ed25519, publicKey);
    await open('', async (page) => {
      await page.click('.anchors summary');
      await page.fill('.anchors textarea', formatVerifierKey(other));
      await drop(page, 'credential.jwt', await credential());
      const { here, there } = await answers(page);
      expect(here['log']).not.toBe('ok');
      expect(there['log']).toBe('ok');
      expect(await page.textContent('.anchors summary')).toBe('Checked against the verifier key you gave');
    });
  });

  test('what is no key is said, and nothing is checked with it', async () => {
    await open('', async (page) => {
      await page.click('.anchors summary');
      await page.fill('.anchors textarea', 'no key');
      await drop(page, 'credential.jwt', await credential());
      await page.waitForSelector('.result');
      await page.waitForFunction(() =>
        document.querySelector('.result .reason')?.textContent?.includes('verifier key'),
      );
      expect(await page.locator('.answers').count()).toBe(0);
    });
  });

  test('unasked, the registry is sent nothing', async () => {
    await open('', async (page) => {
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(request.url());
      });
      await page.uncheck('.anchors input[type=checkbox]');
      await drop(page, 'credential.jwt', await credential());
      await page.waitForFunction(() => document.querySelectorAll('.answers .word').length === 6);
      expect(sent).toEqual([]);
      expect(await page.textContent('.result')).toContain('The registry: It was not asked.');
    });
  });

  test('text is pasted as well as dropped', async () => {
    await open('', async (page) => {
      await page.fill('.paste textarea', `${(await credential()).toString()}\n`);
      await page.click('.paste button');
      const { here, there } = await answers(page);
      expect(here).toMatchObject({ signature: 'ok', log: 'ok' });
      expect(here).toEqual(there);
    });
  });

  test('a file can be chosen by keyboard', async () => {
    await open('', async (page) => {
      await page.setInputFiles('.drop input', {
        name: 'credential.jwt',
        mimeType: 'application/vc+jwt',
        buffer: await credential(),
      });
      expect((await answers(page)).here).toMatchObject({ signature: 'ok', log: 'ok' });
    });
  });

  test('a file that misses the field is taken all the same, and one can start over', async () => {
    await open('', async (page) => {
      await drop(page, 'credential.jwt', await credential(), 'footer');
      expect((await answers(page)).here).toMatchObject({ signature: 'ok' });
      await page.click('text=Start over');
      expect(await page.locator('.result').count()).toBe(0);
      expect(await page.locator('.paste textarea').count()).toBe(1);
    });
  });

  test('on a phone the verdict stands on the first screen', async () => {
    await open('', async (page) => {
      await page.setViewportSize(VIEWS.phone.viewport);
      await drop(page, 'credential.jwt', await credential());
      await answers(page);
      const box = await page.locator('.result h2').boundingBox();
      expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(VIEWS.phone.viewport.height);
    });
  });

  test('a certificate named in the address is verified at once', async () => {
    await open(`?certificate=${certificate}`, async (page, complaints) => {
      const { here, there } = await answers(page);
      expect(here).toMatchObject({ signature: 'ok', log: 'ok', recomputation: 'ok' });
      expect(here).toEqual(there);
      expect(complaints).toEqual([]);
    });
    await open('?certificate=globex', async (page) => {
      expect(await page.textContent('.notice')).toBe('The address names no certificate.');
    });
  });
});

describe('browsers that offer less', () => {
  test('without Web Cryptography the page says so, and answers the same', async () => {
    const bytes = await fetchBytes(`/v1/certificates/${certificate}.jwt`);
    const words = await open('', async (page) => {
      await drop(page, 'credential.jwt', bytes);
      return (await answers(page)).here;
    });
    const hideCrypto = (page: Page) =>
      page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true }));
    await open(
      '',
      async (page, complaints) => {
        expect(await page.textContent('.notice')).toContain('On plain http browsers switch their cryptography off');
        await drop(page, 'credential.jwt', bytes);
        expect((await answers(page)).here).toEqual(words);
        await drop(page, 'credential.jwt', altered(bytes, 20));
        await page.waitForFunction(() => document.querySelector('.result h2')?.textContent?.includes('signature'));
        expect((await answers(page)).here['signature']).toBe('failed');
        expect(complaints).toEqual([]);
      },
      hideCrypto,
    );
  });

  test('without a script the page explains itself and gives commands', async () => {
    await visit(browser, `${server.address}/verify`, { javaScriptEnabled: false }, async (page) => {
      expect(await page.textContent('#verify')).toContain('which is not running');
      expect(await page.locator('.drop').count()).toBe(0);
      expect(await page.textContent('#commands ~ .snippet')).toContain('verify FILE');
      await page.click('#verify a');
      expect(new URL(page.url()).hash).toBe('#commands');
    });
  });
});

test('the curl command as it is printed is answered', async () => {
  const payload = await fetchBytes(`/v1/receipts/${audit}`);
  // What curl calls a body it is told nothing about.
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await server.app.inject({ method: 'POST', url: '/v1/verify', payload, headers });
  expect(answer.json()).toMatchObject({ kind: 'receipt', log: 'ok' });
});

describe('how it looks', () => {
  const shown = (name: string, query: string, use: (page: Page) => Promise<unknown>) =>
    open(query, async (page, complaints) => {
      await use(page);
      await expectFit(page, name);
      expect(complaints).toEqual([]);
    });

  test('before anything is given', () => shown('verify-idle', '', async () => undefined), 60_000);

  test('a certificate that holds', () => shown('verify-holds', `?certificate=${certificate}`, answers), 60_000);

  test('what was changed', async () => {
    const bytes = altered(await fetchBytes(`/v1/certificates/${certificate}.jwt`), 20);
    await shown('verify-failed', '', async (page) => {
      await drop(page, 'credential.jwt', bytes);
      await answers(page);
    });
  }, 60_000);

  test(
    'what is nothing of ours',
    () =>
      shown('verify-nothing', '', async (page) => {
        await drop(page, 'holiday.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
        await page.waitForFunction(() => document.querySelector('.result')?.textContent?.includes('The registry:'));
      }),
    60_000,
  );
});
