import type { Page } from 'playwright-core';

/** Drops a file on the page's field, as a person does from a folder. */
export async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file = '', base64 = '']) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], file));
      return transfer;
    },
    [name, bytes.toString('base64')],
  );
  await page.dispatchEvent('.drop', 'drop', { dataTransfer });
}

/** What the page itself found, by aspect, once it has answered for every one. */
export async function verdictHere(page: Page): Promise<Readonly<Record<string, string>>> {
  await page.waitForFunction(() => document.querySelectorAll('.answers .word').length === 12);
  const rows = await page.$$eval('.answers tbody tr', (trs) =>
    trs.map((tr) => [tr.querySelector('th')?.textContent ?? '', tr.querySelector('.word')?.textContent ?? '']),
  );
  return Object.fromEntries(rows.map(([aspect = '', word = '']) => [aspect.toLowerCase(), word.toLowerCase()]));
}
