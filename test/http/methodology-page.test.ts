import { describe, expect, test } from 'vitest';
import { stubApp } from './stub-app.ts';

const read = async (query: string) => (await stubApp()).inject(`/methodology${query}`);

describe('the calculator', () => {
  test('starts at eighty each, in the language of the page', async () => {
    const { body } = await read('?lang=de');
    expect(body).toContain('<strong class="number">80.0 %</strong>');
    expect(body).toContain('Diese Werte erreichen Bronze.');
  });

  test('computes what the form sends', async () => {
    const { body } = await read('?E1=100&E2=100&E3=100&T1=0&T2=0&T3=0&D1=50.5');
    expect(body).toContain('<strong class="number">0.0 %</strong>');
    expect(body).toMatch(/name="D1"[^>]*value="50\.5"/);
  });

  test.each(['E1=101', 'E1=-1', 'E1=1e1', 'T1=50.55', 'C4=x'])('refuses %s', async (query) => {
    expect((await read(`?${query}`)).statusCode).toBe(400);
  });
});
