import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { databaseAccount } from './embedded-postgres/account.ts';
import { packagedBinaries, runnableBinaries } from './embedded-postgres/binaries.ts';
import {
  type Cluster,
  createCluster,
  credentials,
  enterableBase,
  findCluster,
  NAME,
  readPassword,
} from './embedded-postgres/cluster.ts';
import { type Server, stopServer, takeServer } from './embedded-postgres/server.ts';
import { replacePrivateFile } from './private-file.ts';

/** A real PostgreSQL on loopback TCP, owned by this process. */
export interface EmbeddedPostgres {
  /** Connection URL with the password in it: a secret. */
  readonly url: string;
  /** Whether the server was running already, left over by a process that was killed. */
  readonly adopted: boolean;
  /** Ends every session and stops the server. Safe to call twice; without it the server lives on and the next start adopts it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of the packaged programs (`bin`, `lib`, `share`) in place of the installed platform package. */
  readonly native?: string;
  /** Server settings beside the fixed ones, e.g. `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts or adopts the PostgreSQL whose data lie under `home`, creating it on the first start.
 *
 * Works as an ordinary user and as root (then PostgreSQL runs as `postgres`, else `nobody`), with npm's install scripts off,
 * in a folder closed to others, and after this process or the postmaster was killed. Every committed transaction survives.
 * One process per `home`: a second one is refused while the first lives.
 *
 * @param log receives single lines about what was done
 * @throws Error with one clear line when PostgreSQL cannot run here
 */
export async function startEmbeddedPostgres(
  home: string,
  log: (line: string) => void,
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  try {
    return await start(path.resolve(home), log, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').join(' ') : String(error);
    throw new Error(`embedded PostgreSQL: ${reason}. Or set DATABASE_URL to a PostgreSQL of your own`, {
      cause: error,
    });
  }
}

async function start(home: string, log: (line: string) => void, options: EmbeddedPostgresOptions) {
  await mkdir(home, { recursive: true });
  const found = await findCluster(home);
  const account = await databaseAccount(found?.owner);
  const base = found === undefined ? await enterableBase(home, account) : path.dirname(found.folder);
  const native = await runnableBinaries(options.native ?? packagedBinaries(), base, account, log);
  const bin = path.join(native, 'bin');
  if (found === undefined) await createCluster(home, base, bin, account);
  const folder = found?.folder ?? (await findCluster(home))?.folder;
  if (folder === undefined) throw new Error(`${home} lost its database while it was made`);
  const cluster: Cluster = { folder, data: path.join(folder, 'data'), account };
  const password = await readPassword(folder);
  const server = await takeServer(cluster, bin, password, options.settings ?? {});
  await replacePrivateFile(path.join(folder, 'pg.json'), credentials(server.port, password));
  await ensureDatabase(server);
  log(`PostgreSQL ${server.adopted ? 'adopted' : 'started'} on 127.0.0.1:${server.port}, data in ${cluster.data}`);
  return handleOf(cluster, bin, server, password, log);
}

/** A first start may have been cut between `initdb` and this. */
async function ensureDatabase({ owner }: Server): Promise<void> {
  const { rowCount } = await owner.client.query('select 1 from pg_database where datname = $1', [NAME]);
  if (rowCount === 0) await owner.client.query(`create database ${NAME}`);
}

function handleOf(
  cluster: Cluster,
  bin: string,
  server: Server,
  password: string,
  log: (line: string) => void,
): EmbeddedPostgres {
  const { client, socket } = server.owner;
  let stopped: Promise<void> | undefined;
  client.once('end', () => {
    if (stopped === undefined) log(`PostgreSQL stopped unexpectedly; see ${path.join(cluster.folder, 'pg.log')}`);
  });
  socket.unref();
  // The ownership session ends last: nobody may adopt a server that is going down.
  const stop = async () => {
    socket.ref();
    await stopServer(cluster, bin, server.pid);
    await client.end().catch(() => undefined);
  };
  return {
    url: `postgres://${NAME}:${password}@127.0.0.1:${server.port}/${NAME}`,
    adopted: server.adopted,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
