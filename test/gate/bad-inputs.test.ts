import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { parseStrictJson } from '../../src/core/json.ts';
import { isPublicJwk, restorePublicKey } from '../../src/core/keys.ts';
import { assertRole, parsePayload, parseStatement, verifyStatement } from '../../src/core/statement.ts';

/** A catalogue of hostile inputs kept beside the repository; skipped where it is absent. */
const folder = new URL('../../../shared/tools/', import.meta.url);
const present = existsSync(new URL('bad-inputs.json', folder));
if (!present) console.warn(`SKIPPED: no catalogue of bad inputs at ${folder.pathname}`);

interface Entry {
  readonly id: string;
  readonly class: string;
  readonly what: string;
  readonly input?: unknown;
  readonly gen?: string;
  readonly expected: string;
}
interface Library {
  readonly materialise: (entry: Entry) => unknown;
  readonly jwk: (key: unknown) => unknown;
  readonly K: Readonly<Record<string, unknown>>;
  readonly jws: (header: string) => string;
  readonly HD: (members: object) => string;
}

const entries: Entry[] = present ? JSON.parse(readFileSync(new URL('bad-inputs.json', folder), 'utf8')).entries : [];
let library: Library;
beforeAll(async () => {
  if (present) library = await import(new URL('bad-inputs-lib.mjs', folder).href);
});

/** Form, then the key among the registered ones, then the signature; the payloads of the catalogue are not ours. */
async function verdict(body: Uint8Array): Promise<string> {
  try {
    const parsed = parseStatement(body, 'cms-attestation+jwt');
    const key = ['org', 'orgEd', 'orgB', 'aud']
      .map((name) => library.jwk(library.K[name]))
      .filter(isPublicJwk)
      .map(restorePublicKey)
      .find(({ kid }) => kid === parsed.kid);
    if (key === undefined) return 'key_unknown';
    assertRole(parsed.typ, 'telemetry');
    await verifyStatement(parsed, key);
    parsePayload(parsed);
    return 'accepted';
  } catch (error) {
    if (error instanceof RegistryError) return error.code;
    throw error;
  }
}

/** Where this gate answers otherwise than the catalogue, and why; a list gives one code per input of the entry. */
const OURS: Readonly<Record<string, string | readonly string[]>> = {
  'jws.alg-01': 'jws_structure', // The empty signature segment is found first.
  'jws.alg-02': 'jws_structure',
  'jws.alg-04': ['jws_header', 'jws_alg', 'jws_header', 'jws_header'], // "null" is a string.
  'jws.header-11': 'accepted', // Whose key it is shows in `iss`, after the gate.
  'jws.header-15': 'jws_encoding', // The unencoded payload is not base64url.
  'jws.header-18': 'jws_header', // Exactly three members; a missing one is the header's fault.
  'jws.header-20': 'jws_header', // Strict JSON faults carry the code of the part they are in.
  'jws.header-21': 'jws_header',
  'jws.header-25': ['accepted', 'jws_header', 'jws_header', 'jws_header', 'jws_header'], // JSON white space is JSON.
  'jws.header-27': 'too_large',
  'jws.encoding-06': 'jws_encoding', // White space is a character outside the alphabet, wherever it stands.
  'jws.structure-03': 'jws_structure', // An empty segment is no segment.
  'jws.structure-05': 'jws_structure',
  'jws.structure-08': 'too_large',
  'jws.structure-12': 'accepted', // High S: the digest ignores the signature, so the twin is the same statement.
  'jws.structure-13': ['accepted', 'jws_signature'],
};

/** Signatures are random: an entry that is only hostile if its encoding shows `+` or `/` is made until it does. */
function makeUntil(entry: Entry): unknown {
  const needed = entry.expected.includes('if + or / occurs') ? /[+/]/ : /^/;
  for (;;) {
    const made = library.materialise(entry);
    if (typeof made !== 'string' || needed.test(made)) return made;
  }
}

const asBytes = (input: unknown): Uint8Array =>
  input instanceof Uint8Array ? input : Buffer.from(String(input), 'utf8');

describe.skipIf(!present)('hostile statements', () => {
  const chosen = entries.filter(({ class: name }) => /^jws\.(alg|header|encoding|structure)$/.test(name));

  test.each(chosen)('$id $what', async (entry) => {
    const made = makeUntil(entry);
    const inputs = (Array.isArray(made) ? made : [made]).map((input) =>
      entry.gen === undefined ? library.jws(library.HD({ kid: input })) : input,
    );
    const catalogue = /\b(jws_[a-z_]+|payload_invalid)\b/.exec(entry.expected)?.[1] ?? 'a refusal';
    for (const [index, input] of inputs.entries()) {
      const ours = OURS[entry.id];
      const want = (typeof ours === 'string' ? ours : ours?.[index]) ?? catalogue;
      const got = await verdict(asBytes(input));
      if (want === 'a refusal') expect(got).not.toBe('accepted');
      else expect(got, `${entry.id}[${index}]`).toBe(want);
    }
  });
});

/** Strict JSON that the documents' schemas refuse, not the scanner. */
const VALID_JSON = new Set(['json-08', 'json-15', 'json-18']);

describe.skipIf(!present)('hostile JSON', () => {
  const chosen = entries.filter(({ id, class: name }) => name === 'json' && id !== 'json-19');

  test.each(chosen)('$id $what', (entry) => {
    const made = library.materialise(entry);
    for (const input of Array.isArray(made) ? made : [made]) {
      const started = performance.now();
      if (VALID_JSON.has(entry.id)) {
        if (String(input).trim() !== '') expect(() => parseStrictJson(asBytes(input), 'payload_invalid')).not.toThrow();
      } else {
        expect(() => parseStrictJson(asBytes(input), 'payload_invalid')).toThrow(RegistryError);
      }
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});
