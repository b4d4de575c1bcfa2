import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import type { CheckedLeaf, Evidence } from './check-registry.ts';

/** Everything the registry signed for others, verified by a JOSE library, SQL and the leaves alone. */
export async function credentialFaults(evidence: Evidence): Promise<string[]> {
  const keys = await readKeys(evidence);
  const credentials = await readCredentials(evidence);
  return [
    ...(await keyFaults(evidence, keys)),
    ...(await each(credentials, (row) => oneCredentialFaults(evidence, keys, row))),
    ...issuedFaults(evidence, credentials),
    ...placeFaults(credentials),
    ...(await listFaults(evidence, keys, credentials)),
  ];
}

interface KeyRow {
  readonly kid: string;
  readonly use: string;
  readonly jwk: JWK;
  readonly added_seq: string;
  readonly retired_seq: string | null;
}
interface CredentialRow {
  readonly id: string;
  readonly certificate_id: string;
  readonly list: number;
  readonly index: number;
  readonly jwt: string;
  readonly digest: string;
  readonly issued_seq: string;
  readonly valid_until: Date;
  readonly revoked_seq: string | null;
  /** The certificate's record. */
  readonly record: string;
}
type Keys = ReadonlyMap<string, KeyRow>;

async function readKeys({ registry }: Evidence): Promise<Keys> {
  const { rows } = await registry.database.pool.query<Omit<KeyRow, 'jwk'> & { jwk: string }>(
    'select * from registry_keys',
  );
  return new Map(rows.map((row) => [row.kid, { ...row, jwk: JSON.parse(row.jwk) }]));
}

async function readCredentials({ registry }: Evidence): Promise<readonly CredentialRow[]> {
  const { rows } = await registry.database.pool.query<CredentialRow>(
    'select s.*, c.record from credentials s left join certificates c on c.id = s.certificate_id order by s.issued_seq',
  );
  return rows;
}

async function each<T>(rows: readonly T[], faultsOf: (row: T) => Promise<string[]>): Promise<string[]> {
  return (await Promise.all(rows.map(faultsOf))).flat();
}

const named = (what: string, holds: readonly (readonly [boolean, string])[]): string[] =>
  holds.filter(([fine]) => !fine).map(([, fault]) => `${what}: ${fault}`);

const GENESIS_MEMBER: Readonly<Record<string, string>> = { credential: 'credential_kids', answers: 'answer_kids' };

/** Each key has the thumbprint it is filed under, a leaf that added it, and a leaf that retired it if it was. */
async function keyFaults({ leaves }: Evidence, keys: Keys): Promise<string[]> {
  const own = leaves.filter((leaf) => leaf.body['t'] === 'registry.key' && leaf.body['use'] !== 'officer');
  const faults = own.every((leaf) => keys.has(String(leaf.body['kid']))) ? [] : ['a key leaf without its key'];
  return [...faults, ...(await each([...keys.values()], (row) => oneKeyFaults(leaves, row)))];
}

async function oneKeyFaults(leaves: readonly CheckedLeaf[], row: KeyRow): Promise<string[]> {
  const { kid, use } = row;
  const added = leaves[Number(row.added_seq)]?.body;
  const retired = row.retired_seq === null ? undefined : leaves[Number(row.retired_seq)]?.body;
  const isOp = (body: typeof added, op: string): boolean =>
    body?.['t'] === 'registry.key' && body['op'] === op && body['use'] === use && body['kid'] === kid;
  const listed = added?.[GENESIS_MEMBER[use] ?? 'vkeys'];
  const inGenesis =
    added?.['t'] === 'registry.genesis' && Array.isArray(listed) && (use === 'log' || listed.includes(kid));
  return named(`${use} key ${kid}`, [
    [(await calculateJwkThumbprint(row.jwk)) === kid, 'is filed under another thumbprint'],
    [!('d' in row.jwk), 'is stored with its secret'],
    [inGenesis || isOp(added, 'add'), 'no leaf adds it'],
    [row.retired_seq === null || isOp(retired, 'retire'), 'no leaf retires it'],
  ]);
}

interface Opened {
  readonly header: { readonly [member: string]: unknown };
  readonly payload: Payload;
}
/** The members that are compared, of credentials and status lists. What is absent compares unequal. */
interface Payload {
  readonly id: string;
  readonly jti: string;
  readonly sub: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly nbf: number;
  readonly exp: number;
  readonly credentialSubject: {
    readonly licenseNumber: string;
    readonly result: readonly { readonly resultDescription: string; readonly value: string }[];
    readonly encodedList: string;
    readonly statusPurpose: string;
  };
  readonly credentialStatus: { readonly statusListIndex: string; readonly statusListCredential: string };
}

/** Verified once a text: the check runs after every test. */
const opened = new Map<string, Promise<Opened>>();

function open(keys: Keys, origin: string, jwt: string): Promise<Opened> {
  const known = opened.get(jwt) ?? verify(keys, origin, jwt);
  opened.set(jwt, known);
  return known;
}

async function verify(keys: Keys, origin: string, jwt: string): Promise<Opened> {
  const { kid = '' }: { kid?: string } = JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString());
  const key = keys.get(kid.slice(`${origin}/keys/`.length));
  if (key?.use !== 'credential' || kid !== `${origin}/keys/${key.kid}`) throw new Error(`signed by ${kid}`);
  const { payload, protectedHeader } = await compactVerify(jwt, await importJWK(key.jwk, 'RS256'), {
    algorithms: ['RS256'],
  });
  return { header: { ...protectedHeader }, payload: JSON.parse(Buffer.from(payload).toString('utf8')) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
const SIGNING_LEAVES = ['certificate.issued', 'certificate.reissued', 'certificate.reinstated'];
const REVOKING_LEAVES = ['certificate.suspended', 'certificate.superseded', 'certificate.withdrawn'];
const DAY_MS = 86_400_000;

async function oneCredentialFaults({ registry, leaves }: Evidence, keys: Keys, row: CredentialRow): Promise<string[]> {
  const { origin } = registry.deps;
  const leaf = leaves[Number(row.issued_seq)];
  const { header, payload } = await open(keys, origin, row.jwt);
  const record = JSON.parse(row.record);
  const ending = leaves.find(
    ({ seq, body }) =>
      seq > Number(row.issued_seq) &&
      body['certificate'] === row.certificate_id &&
      REVOKING_LEAVES.includes(String(body['t'])),
  );
  const until = Math.min(Date.parse(leaf?.at ?? '') + 90 * DAY_MS, Date.parse(record.valid_to));
  const value = (name: string) =>
    payload.credentialSubject.result.find((one) => one.resultDescription.endsWith(`#${name}`))?.value;
  return named(`credential ${row.id}`, [
    [Object.keys(header).sort().join() === 'alg,kid,typ' && header['typ'] === 'JWT', 'another header'],
    [sha256(row.jwt.slice(0, row.jwt.lastIndexOf('.'))) === row.digest, 'another digest'],
    [SIGNING_LEAVES.includes(String(leaf?.body['t'])) && leaf?.body['d'] === row.digest, 'its leaf does not name it'],
    [leaf?.body['certificate'] === row.certificate_id, 'its leaf is about another certificate'],
    [payload.jti === `urn:uuid:${row.id}` && payload.id === payload.jti, 'another id'],
    [payload.credentialSubject.licenseNumber === row.certificate_id, 'another certificate'],
    [payload.sub === `${origin}/organisations/${record.organisation.party_id}`, 'another holder'],
    [payload.validFrom === leaf?.at && payload.nbf * 1000 === Date.parse(payload.validFrom), 'wrong beginning'],
    [payload.exp * 1000 === until && Date.parse(payload.validUntil) === until, 'wrong end'],
    [row.valid_until.getTime() === until, 'filed with another end'],
    [value('composite_percent') === record.score.composite_percent, 'another composite'],
    [value('composite_6') === record.score.composite_6 && value('tier') === record.tier, 'another tier or composite'],
    [payload.credentialStatus.statusListIndex === String(row.index), 'another status index'],
    [payload.credentialStatus.statusListCredential === `${origin}/status/${row.list}`, 'another status list'],
    [
      (row.revoked_seq === null ? undefined : Number(row.revoked_seq)) === ending?.seq,
      'revoked otherwise than by its leaf',
    ],
  ]);
}

/** Every leaf that names a credential has one, and whoever stands and was ever issued one holds one that counts. */
function issuedFaults({ registry, leaves }: Evidence, credentials: readonly CredentialRow[]): string[] {
  const stored = new Set(credentials.map((row) => row.digest));
  const signed = leaves.filter(({ body }) => SIGNING_LEAVES.includes(String(body['t'])) && body['d'] !== undefined);
  const faults = signed
    .filter(({ body }) => !stored.has(String(body['d'])))
    .map(({ seq }) => `leaf ${seq} has no credential`);
  const last = new Map<string, CheckedLeaf>();
  for (const leaf of leaves) {
    const { certificate, t } = leaf.body;
    if (certificate !== undefined && t !== 'certificate.reissued') last.set(String(certificate), leaf);
  }
  const now = registry.deps.now();
  for (const [id, { body }] of last) {
    if (!['certificate.issued', 'certificate.reinstated'].includes(String(body['t'])) || body['d'] === undefined)
      continue;
    const counts = credentials.some((row) => row.certificate_id === id && row.revoked_seq === null);
    if (!counts && Date.parse(String(body['valid_to'])) > now.getTime())
      faults.push(`certificate ${id} stands without credential`);
  }
  return faults;
}

function placeFaults(credentials: readonly CredentialRow[]): string[] {
  const places = new Set(credentials.map((row) => `${row.list} ${row.index}`));
  const outside = credentials.some((row) => row.index < 0 || row.index >= 131_072);
  return [
    ...(places.size === credentials.length ? [] : ['two credentials share a status bit']),
    ...(outside ? ['no bit'] : []),
  ];
}

interface ListRow {
  readonly n: number;
  readonly jwt: string;
  readonly digest: string;
  readonly seq: string;
}

/** Each list is signed, named by the last leaf about it, and has exactly the bits of the credentials that were revoked. */
async function listFaults(evidence: Evidence, keys: Keys, credentials: readonly CredentialRow[]): Promise<string[]> {
  const { rows } = await evidence.registry.database.pool.query<ListRow>('select n, jwt, digest, seq from status_lists');
  const signed = new Set(rows.map((row) => row.n));
  const used = new Set(credentials.map((row) => row.list));
  const faults = [...used].filter((n) => !signed.has(n)).map((n) => `status list ${n} was never signed`);
  return [...faults, ...(await each(rows, (row) => oneListFaults(evidence, keys, credentials, row)))];
}

async function oneListFaults(
  { registry, leaves }: Evidence,
  keys: Keys,
  credentials: readonly CredentialRow[],
  row: ListRow,
): Promise<string[]> {
  const url = `${registry.deps.origin}/status/${row.n}`;
  const { payload } = await open(keys, registry.deps.origin, row.jwt);
  const last = leaves.findLast(({ body }) => body['t'] === 'status.list' && body['n'] === row.n);
  const { encodedList, statusPurpose } = payload.credentialSubject;
  const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'));
  const revoked = credentials.filter(({ list, revoked_seq }) => list === row.n && revoked_seq !== null);
  const expected = Buffer.alloc(16_384);
  for (const { index } of revoked) expected[index >> 3] = (expected[index >> 3] ?? 0) | (0x80 >> (index & 7));
  return named(`status list ${row.n}`, [
    [payload.id === url && payload.jti === url && statusPurpose === 'revocation', 'another list'],
    [encodedList.startsWith('u') && bits.equals(expected), 'has other bits than credentials were revoked'],
    [sha256(row.jwt) === row.digest, 'another digest'],
    [last?.seq === Number(row.seq) && last.body['d'] === row.digest, 'its last leaf does not name it'],
    [payload.validFrom === last?.at, 'another time than its leaf'],
    [revoked.every(({ revoked_seq }) => Number(revoked_seq) < Number(row.seq)), 'is older than a revocation'],
  ]);
}
