import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seedDemo } from '../../src/demo/seed.ts';
import { parseSigningKey } from '../../src/keys/signing-key.ts';
import { createTestRegistry, type RegistryOptions, type TestRegistry } from './registry.ts';

/** The demonstration registry on a database of its own: its whole story told, and published. */
export async function createDemoRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const keyFolder = await mkdtemp(path.join(tmpdir(), 'cms-demo-keys-'));
  const registry = await createTestRegistry({
    mode: 'demo',
    ...options,
    open: async (deps, identity, officers, gridFolder) => {
      const read = ({ key }: { key: object }) => parseSigningKey(JSON.stringify(key), 'Ed25519', 'a test');
      const officerSigners = await Promise.all(officers.map(read));
      await seedDemo(deps, { identity, officerSigners, keyFolder, gridFolder, log: () => undefined });
    },
  });
  await registry.sequencer.drain();
  return { ...registry, close: () => registry.close().then(() => rm(keyFolder, { recursive: true, force: true })) };
}
