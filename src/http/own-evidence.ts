import { RegistryError } from '../core/errors.ts';
import type { JsonValue } from '../core/json-value.ts';
import { formatVerifierKey } from '../log/note.ts';
import { parseTilePath } from '../log/tile.ts';
import { readEvidenceBundle } from '../registry/evidence-bundle.ts';
import { logKeys } from '../registry/log-keys.ts';
import type { Deps } from '../registry/ports.ts';
import { readCheckpoint, readEntries, readTile } from '../registry/published-log.ts';
import { readStatusList } from '../registry/read-credentials.ts';
import { readStatement } from '../registry/read-documents.ts';
import { readKeys } from '../registry/read-organisation.ts';
import { readPosition } from '../registry/read-position.ts';
import { readReceipt } from '../registry/read-receipt.ts';
import { readRegistryKeys } from '../registry/registry-keys.ts';
import type { Source, Trust } from '../sdk/verify/trust.ts';

/* The registry as its own verifier sees it: what it trusts, and where it looks, without a request to itself. */

/** Its own keys, those of the past included. */
export async function ownTrust(deps: Deps): Promise<Trust> {
  const keys = await deps.ledger.read((tx) => logKeys(tx, deps));
  return {
    origin: deps.origin,
    vkeys: keys.map(formatVerifierKey),
    jwks: [...(await readRegistryKeys(deps)).values()],
  };
}

type Read = (deps: Deps, match: readonly string[]) => Promise<string | Uint8Array | undefined>;

const json = (value: JsonValue): string => JSON.stringify(value);

/** What is served at an address, for those that evidence is asked for at. */
const READS: readonly (readonly [RegExp, Read])[] = [
  [/^\/v1\/statements\/([A-Za-z0-9_-]{43})\.jws$/, (deps, [, digest = '']) => readStatement(deps, digest)],
  [
    /^\/v1\/receipts\/([A-Za-z0-9_-]{43})\.tlog-proof(\?cosigned=true)?$/,
    async (deps, [, digest = '', cosigned]) => (await readReceipt(deps, digest, cosigned !== undefined))?.tlog_proof,
  ],
  [
    /^\/v1\/certificates\/([0-9a-f-]{36})\.zip$/,
    async (deps, [, id = '']) => (await readEvidenceBundle(deps, id)).bytes,
  ],
  [/^\/status\/([0-9]{1,9})$/, async (deps, [, n = '']) => (await readStatusList(deps, Number(n))).jwt],
  [
    /^\/v1\/parties\/([a-z0-9-]{1,63})\/keys$/,
    async (deps, [, party = '']) => json({ items: await readKeys(deps, party, await readPosition(deps)) }),
  ],
  [/^\/v1\/grid\/([0-9a-f]{64})\.csv$/, (deps, [, sha256 = '']) => deps.gridFiles.read(sha256)],
  [/^\/log\/checkpoint$/, (deps) => readCheckpoint(deps)],
  [/^\/log\/tile\/(entries|[0-9]{1,2})\/(.{3,40})$/, readPart],
];

async function readPart(deps: Deps, [, level = '', path = '']: readonly string[]): Promise<Uint8Array | undefined> {
  const place = parseTilePath(path);
  if (place === undefined) return undefined;
  return level === 'entries' ? readEntries(deps, place) : readTile(deps, { level: Number(level), ...place });
}

/** Evidence by address. What is not there, or not public, is undefined. */
export function ownEvidence(deps: Deps): Source {
  const read = async (path: string): Promise<string | Uint8Array | undefined> => {
    for (const [pattern, one] of READS) {
      const match = pattern.exec(path);
      if (match !== null) return one(deps, match).catch(absentWhereRefused);
    }
    return undefined;
  };
  return {
    isRegistry: true,
    readText: async (path) => {
      const body = await read(path);
      return typeof body === 'string' || body === undefined ? body : Buffer.from(body).toString('utf8');
    },
    readBytes: async (path) => {
      const body = await read(path);
      return typeof body === 'string' ? Buffer.from(body) : body;
    },
  };
}

function absentWhereRefused(error: unknown): undefined {
  if (!(error instanceof RegistryError)) throw error;
  return undefined;
}
