import { RegistryError } from '../../core/errors.ts';
import { BUNDLE } from '../../core/evidence-bundle.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { type Bundle, keyStatements, readBundle } from './bundle.ts';
import { checkCertificate } from './certificate-check.ts';
import { checkCompleteness } from './completeness.ts';
import { checkCredential } from './credential-check.ts';
import { originOfIssuer } from './credential-content.ts';
import type { CredentialKind } from './detect.ts';
import { checkEntries } from './evidence-check.ts';
import { type Examination, eitherSource, openExamination } from './examination.ts';
import type { ParsedJwt } from './jwt.ts';
import { payloadOf } from './keys.ts';
import { tellNone } from './tell.ts';
import type { Source, Trust } from './trust.ts';
import { openNotebook, type Verification } from './verdict.ts';

/* What is about one certificate: evidence bundle, credential, badge, decision record. */

export interface VerifyOptions {
  readonly now: Date;
  /** Where missing evidence may be fetched; absent: nothing is. */
  readonly source?: Source;
}

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** An evidence bundle brings everything; a source beside it only fills gaps, and has the newer status list. */
export async function verifyEvidence(bytes: Uint8Array, trust: Trust, options: VerifyOptions): Promise<Verification> {
  const bundle = await readBundle(bytes);
  const { credential: jwt, certificate: record } = bundle;
  const x = await openWith(bundle, jwt, trust, options);
  await checkEntries(x, bundle);
  const credential = jwt === undefined ? tellNoCredential(x, bundle) : await checkCredential(x, jwt);
  if (record === undefined) x.notebook.tell('scope', 'failed', 'certificate.json is missing or no strict JSON');
  if (record !== undefined) x.notebook.state(factsOfRecord(record));
  const id = textOf(record?.['id']) ?? credential?.content.certificate ?? '';
  await checkCertificate(x, { id, bundle, credential, record });
  checkCompleteness(x, bundle);
  return x.notebook.conclude('evidence', x.unsure);
}

function tellNoCredential(x: Examination, { entries }: Bundle): undefined {
  const isThere = entries.has(BUNDLE.credential);
  x.notebook.tell(
    'signature',
    isThere ? 'failed' : 'unknown',
    isThere
      ? `${BUNDLE.credential} is not a JWT of the form the registry signs`
      : 'there is no credential in the bundle',
  );
  const reason = 'without its credential the certificate shows';
  tellNone(x, { status: `${reason} no status bit`, time: `${reason} no validity` });
}

/** The bundle of a certificate, as far as the source has one, is the evidence behind a credential. */
export async function verifyCredential(
  kind: CredentialKind,
  jwt: ParsedJwt,
  trust: Trust,
  options: VerifyOptions,
): Promise<Verification> {
  const bundle = await fetchBundle(options.source, licenceOf(jwt.payload));
  const x = await openWith(bundle, jwt, trust, options);
  const credential = await checkCredential(x, jwt);
  if (credential === undefined) return x.notebook.conclude(kind, x.unsure);
  const id = credential.content.certificate;
  if (bundle === undefined) tellNoBundle(x);
  else await checkCertificate(x, { id, bundle, credential, record: undefined });
  const agrees = credential.log.word === 'ok';
  const reason = agrees
    ? 'organisation, tier, composite and methodology are those of its leaf'
    : 'no leaf shows what was certified';
  x.notebook.tell(
    'scope',
    agrees ? 'ok' : 'unknown',
    kind === 'credential' ? reason : `${reason}; ${UNSIGNED_PICTURE}`,
  );
  return x.notebook.conclude(kind, x.unsure);
}

/** Whoever redraws a picture around a credential alters nothing that is signed. */
const UNSIGNED_PICTURE = 'the picture around the credential is not signed: only what the credential says counts';

const tellNoBundle = (x: Examination): void =>
  tellNone(x, { recomputation: 'the evidence bundle of the certificate is not at hand' });

/** A decision record is not signed; its credential is. */
export async function verifyRecord(record: JsonObject, trust: Trust, options: VerifyOptions): Promise<Verification> {
  const id = textOf(record['id']) ?? '';
  const bundle = await fetchBundle(options.source, id);
  const jwt = bundle?.credential;
  const x = await openWith(bundle, jwt, trust, options);
  x.notebook.state(factsOfRecord(record));
  const credential = jwt === undefined ? undefined : await checkCredential(x, jwt);
  if (bundle === undefined || credential === undefined) {
    const reason = 'a decision record is not signed; its credential and its evidence are not at hand';
    tellNone(x, { signature: reason, log: reason, status: reason, time: reason, scope: reason, recomputation: reason });
  } else await checkCertificate(x, { id, bundle, credential, record });
  return x.notebook.conclude('certificate', x.unsure);
}

function factsOfRecord({ organisation, tier, id, methodology }: JsonObject) {
  const party = isJsonObject(organisation) ? organisation : {};
  const [party_id, name] = [textOf(party['party_id']), textOf(party['name'])];
  return {
    ...(party_id === undefined ? {} : { organisation: { party_id, ...(name === undefined ? {} : { name }) } }),
    ...(typeof tier === 'string' ? { tier } : {}),
    ...(typeof id === 'string' ? { certificate: id } : {}),
    ...(typeof methodology === 'string' ? { methodology } : {}),
  };
}

async function openWith(
  bundle: Bundle | undefined,
  jwt: ParsedJwt | undefined,
  trust: Trust,
  { now, source }: VerifyOptions,
): Promise<Examination> {
  const origin = originOfIssuer(jwt?.payload['iss']) ?? (bundle && audienceOf(bundle));
  if (bundle === undefined)
    return openExamination(trust, { origin }, openNotebook(), { now, ...(source === undefined ? {} : { source }) });
  const claimed = { origin, statements: await keyStatements(bundle) };
  return openExamination(trust, claimed, openNotebook(), { now, source: freshest(bundle.source, source) });
}

const audienceOf = ({ statements }: Bundle): string | undefined => textOf(payloadOf(statements[0]?.jws ?? '')['aud']);

/** From a bundle everything but the status list, which the registry signs anew every day. */
function freshest(bundled: Source, source: Source | undefined): Source {
  if (source === undefined) return bundled;
  const both = eitherSource(bundled, source);
  const isStatus = (path: string): boolean => path.startsWith('/status/');
  return {
    ...both,
    readText: async (path) => (isStatus(path) ? await source.readText(path) : undefined) ?? both.readText(path),
  };
}

const CERTIFICATE_ID = /^[0-9a-f-]{36}$/;

async function fetchBundle(source: Source | undefined, id: string): Promise<Bundle | undefined> {
  if (source === undefined || !CERTIFICATE_ID.test(id)) return undefined;
  const bytes = await source.readBytes(`/v1/certificates/${id}.zip`);
  if (bytes === undefined) return undefined;
  try {
    return await readBundle(bytes);
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}

const licenceOf = ({ credentialSubject }: JsonObject): string =>
  (isJsonObject(credentialSubject) ? textOf(credentialSubject['licenseNumber']) : undefined) ?? '';
