// Rewrites the JSON files of examples/blueglade: npx tsx src/demo/story/write-examples.ts
import { writeFile } from 'node:fs/promises';
import { exampleFiles } from './examples.ts';

const folder = new URL('../../../examples/blueglade/', import.meta.url);
for (const [name, text] of exampleFiles()) await writeFile(new URL(name, folder), text);
