import type { ErrorCode } from '../core/errors.ts';
import { RegistryError } from '../core/errors.ts';
import { isJsonObject, parseStrictJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { type PrivateJwk, toPrivateJwk } from '../sdk/sign.ts';
import type { Context } from './context.ts';
import { usage } from './failure.ts';

const WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'you may not read it'],
  ['EISDIR', 'it is a folder'],
]);

/** The bytes of a file named on the command line. @throws Failure (usage) */
export async function readBytes({ io }: Context, path: string): Promise<Uint8Array> {
  try {
    return await io.readFile(path);
  } catch (error) {
    throw usage(`cannot read ${path}: ${WORDS.get(errorCode(error)) ?? 'reading failed'}`);
  }
}

/** The `code` of a system error; empty where it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A document as strict JSON. @throws RegistryError document_invalid, as the registry would */
export function readJson(bytes: Uint8Array): JsonValue {
  try {
    return parseStrictJson(bytes, 'payload_invalid');
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw invalid('document_invalid', '', error.message);
  }
}

/** A document that is a JSON object. @throws RegistryError document_invalid */
export async function readDocument(context: Context, path: string): Promise<JsonObject> {
  const value = readJson(await readBytes(context, path));
  if (!isJsonObject(value)) throw invalid('document_invalid', '', 'must be a JSON object');
  return value;
}

function invalid(code: ErrorCode, pointer: string, detail: string): RegistryError {
  return new RegistryError(code, 'the document cannot be read', {
    issues: [{ pointer, code: 'json_invalid', detail }],
  });
}

/** The private key in a JWK file; `CARBON_MIRROR_KEY` where the option is absent. @throws Failure (usage) */
export async function readKey(context: Context, path: string | undefined, option = '--key'): Promise<PrivateJwk> {
  const file = path ?? (option === '--key' ? context.io.env['CARBON_MIRROR_KEY'] : undefined);
  if (file === undefined) {
    throw usage(
      `${option} FILE is missing`,
      'carbon-mirror keys new makes a key; CARBON_MIRROR_KEY can name its file.',
    );
  }
  const bytes = await readBytes(context, file);
  try {
    return toPrivateJwk(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw usage(`${file} is not a private Ed25519 or P-256 key`, 'It must be a JWK with its member d.');
  }
}

/** The party that signs: `--party`, else `CARBON_MIRROR_PARTY`, else what the document says. @throws Failure (usage) */
export function readParty({ io }: Context, given: string | undefined, documented?: JsonValue): string {
  const party = given ?? (typeof documented === 'string' ? documented : io.env['CARBON_MIRROR_PARTY']);
  if (party === undefined) throw usage('--party ID is missing', 'CARBON_MIRROR_PARTY can name it, too.');
  return party;
}
