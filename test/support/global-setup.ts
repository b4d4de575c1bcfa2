import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { asAdministrator } from './administrator.ts';
import { unpackBrowser } from './browser.ts';
import { makeRsaJwk } from './rsa-key.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrative URL of the server under test; its role may create databases. */
    serverUrl: string;
    /** Name of the migrated database from which each test file's own is copied. */
    templateDatabase: string;
    /** Private RSA key of test registries, as JWK: one for the whole run, for it takes long to make. */
    credentialKey: string;
  }
}

const BUNDLE = fileURLToPath(new URL('../tooling/bundle-verify-page.js', import.meta.url));
const MIGRATE = fileURLToPath(new URL('../../src/store/migrate.ts', import.meta.url));

/**
 * One PostgreSQL for the whole run, `TEST_DATABASE_URL` or an embedded one, with one migrated template database; the
 * verify page's script, as the build makes it; and the browser, unpacked before two files could do so at once.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await Promise.all([promisify(execFile)(process.execPath, [BUNDLE]), unpackBrowser()]);
  const server = await startServer();
  const stopOnce = stopOnSignal(server.stop);
  const template = `cms_template_${randomBytes(6).toString('hex')}`;
  try {
    await prepareTemplate(server.url, template);
  } catch (error) {
    await stopOnce();
    throw error;
  }
  project.provide('serverUrl', server.url);
  project.provide('templateDatabase', template);
  project.provide('credentialKey', makeRsaJwk());
  return async () => {
    await asAdministrator(server.url, `drop database if exists ${template} with (force)`);
    await stopOnce();
  };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-test-'));
  await chmod(home, 0o711); // as root, PostgreSQL runs under another account, which must reach its data below
  const settings = { fsync: 'off', max_connections: '200' };
  const postgres = await startEmbeddedPostgres(home, () => undefined, { settings });
  const stop = async () => {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { url: postgres.url, stop };
}

async function prepareTemplate(serverUrl: string, template: string): Promise<void> {
  await asAdministrator(serverUrl, `create database ${template}`);
  if (!existsSync(MIGRATE)) return;
  const url = new URL(serverUrl);
  url.pathname = `/${template}`;
  const { migrate }: { migrate(url: string): Promise<void> } = await import(MIGRATE);
  await migrate(url.href);
}

/** The server runs in a session of its own: a run that is told to end must take it along. */
function stopOnSignal(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const once = () => {
    stopped ??= stop();
    return stopped;
  };
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void once().finally(() => process.exit(1)));
  }
  return once;
}
