import { type Claims, readClaims } from '../../src/core/claims.ts';
import { restorePublicKey } from '../../src/core/keys.ts';
import { parseStatement, type StatementTyp, verifyStatement } from '../../src/core/statement.ts';
import { type PrivateJwk, publicJwkOf } from '../../src/sdk/sign.ts';
import { NOW, ORIGIN } from './fake-io.ts';

/** What a statement says, read as strictly as the registry reads it. */
export async function readStatement(jws: string, typ: StatementTyp, key: PrivateJwk): Promise<Claims> {
  const parsed = parseStatement(Buffer.from(jws), typ);
  const statement = await verifyStatement(parsed, restorePublicKey(publicJwkOf(key)));
  return readClaims(statement, { origin: ORIGIN, now: NOW });
}
