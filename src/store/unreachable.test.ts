import { describe, expect, test } from 'vitest';
import { RegistryError } from '../core/errors.ts';
import { openLedger } from './ledger.ts';
import { overloadedIfUnreachable } from './unreachable.ts';

const failure = (message: string, code?: string, cause?: Error): Error =>
  Object.assign(new Error(message, { cause }), code === undefined ? {} : { code });
const codeOf = (error: Error): Promise<unknown> =>
  overloadedIfUnreachable(Promise.reject(error)).catch((seen: unknown) =>
    seen instanceof RegistryError ? seen.code : seen,
  );

describe('overloadedIfUnreachable', () => {
  test.each([
    failure('refused', 'ECONNREFUSED'),
    failure('terminating connection', '57P01'),
    failure('statement timeout', '57014'),
    failure('too many clients', '53300'),
    failure('timeout exceeded when trying to connect'),
    failure('Failed query', undefined, failure('Connection terminated unexpectedly')),
  ])('%s', async (error) => {
    expect(await codeOf(error)).toBe('overloaded');
  });

  test('any other failure stays what it is', async () => {
    const surprise = failure('duplicate key', '23505');
    expect(await codeOf(surprise)).toBe(surprise);
    expect(await codeOf(new RegistryError('not_found', 'no such party'))).toBe('not_found');
  });

  test('a server that is not there', async () => {
    const ledger = openLedger('postgres://nobody@127.0.0.1:1/none', () => undefined);
    await expect(ledger.read(async () => 1)).rejects.toMatchObject({ code: 'overloaded' });
    await ledger.close();
  });
});
