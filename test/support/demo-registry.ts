import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seedDemo } from '../../src/demo/seed.ts';
import { parseSigningKey } from '../../src/keys/signing-key.ts';
import { createTestRegistry, type RegistryOptions, type TestRegistry } from './registry.ts';

export interface DemoRegistry extends TestRegistry {
  /** Where the demo left the private keys of its parties and sites. */
  readonly keyFolder: string;
}

export interface DemoOptions extends RegistryOptions {
  /** Who takes part; by default everybody. */
  plays?(party: string): boolean;
  /** Who sends telemetry; by default everybody whose story says so. Fewer are told faster. */
  measures?(party: string): boolean;
}

/** The demonstration registry on a database of its own: its whole story told, and published. */
export async function createDemoRegistry({ plays, measures, ...options }: DemoOptions = {}): Promise<DemoRegistry> {
  const keyFolder = await mkdtemp(path.join(tmpdir(), 'cms-demo-keys-'));
  const registry = await createTestRegistry({
    mode: 'demo',
    ...options,
    open: async (deps, identity, officers, gridFolder) => {
      const read = ({ key }: { key: object }) => parseSigningKey(JSON.stringify(key), 'Ed25519', 'a test');
      const officerSigners = await Promise.all(officers.map(read));
      const folders = { keyFolder, gridFolder };
      const cast = { ...(plays && { plays }), ...(measures && { measures }) };
      await seedDemo(deps, { identity, officerSigners, ...folders, ...cast, log: () => undefined });
    },
  });
  await registry.sequencer.drain();
  const close = () => registry.close().then(() => rm(keyFolder, { recursive: true, force: true }));
  return { ...registry, keyFolder, close };
}
