import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replaceFile } from './replace-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-replace-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('makes a file, replaces it, and leaves no draft', async () => {
  const file = path.join(folder, 'state.json');
  for (const text of ['one', 'two']) {
    await replaceFile(file, text);
    expect(await readFile(file, 'utf8')).toBe(text);
  }
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('where it cannot, the old stays and no draft is left', async () => {
  const file = path.join(folder, 'taken');
  await mkdir(file);
  await writeFile(path.join(file, 'inside'), 'x');
  await expect(replaceFile(file, 'text')).rejects.toThrow();
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  await expect(replaceFile(path.join(folder, 'no', 'such'), 'text')).rejects.toThrow();
});
