import { describe, expect, test } from 'vitest';
import { PARTY, PROOF, unproved, useBench } from './bench.ts';
import type { Reply } from './name-server.ts';
import { PROOF_HOST } from './proof-host-tls.ts';

const TXT = `TXT _carbon-mirror.${PROOF_HOST}`;
const bench = useBench();

describe('the TXT record', () => {
  test('proves, whatever stands beside it and however its text is cut', async () => {
    bench.says(TXT, { values: [['v=spf1 -all'], [PROOF.slice(0, 20), PROOF.slice(20)]] });
    const { method, reason, raw = '' } = await bench.prove();
    expect({ method, reason }).toEqual({ method: 'dns', reason: undefined });
    expect(JSON.parse(raw).dns.records).toContainEqual([PROOF.slice(0, 20), PROOF.slice(20)]);
  });

  test('of another party does no harm to the right one beside it', async () => {
    bench.says(TXT, { values: [[PROOF.replace(PARTY, 'rival')], [PROOF]] });
    expect(await bench.prove()).toMatchObject({ method: 'dns' });
    bench.says(TXT, { values: [[PROOF.replace(PARTY, 'rival')], ['v=spf1 -all']] });
    expect(await bench.prove()).toMatchObject(unproved('names another party'));
  });

  test('is read up to the longest answer there is', async () => {
    // 64,080 bytes of records with the proof behind them: near the 65,535 that a message can have, and more than UDP carries.
    const filler = Array.from({ length: 240 }, () => ['x'.repeat(255)]);
    bench.says(TXT, { values: [...filler, [PROOF]] });
    expect(await bench.prove()).toMatchObject({ method: 'dns' });
    bench.says(TXT, { values: filler });
    expect(await bench.prove()).toMatchObject(unproved('there is none of the form'));
  });

  test.each<[string, Reply, string]>([
    ['SERVFAIL', { rcode: 2 }, 'ESERVFAIL'],
    ['NXDOMAIN', { rcode: 3 }, 'the DNS has no such record'],
    ['an empty answer', { values: [] }, 'the DNS has no such record'],
    ['a record of nothing', { values: [['']] }, 'there is none of the form'],
    ['a record of U+0000', { values: [['\u0000'.repeat(20)]] }, 'there is none of the form'],
  ])('%s proves nothing', async (_what, reply, reason) => {
    bench.says(TXT, reply);
    expect(await bench.prove()).toMatchObject(unproved(reason));
  });

  test('that does not come is waited for until the deadline', async () => {
    bench.says(TXT, 'silence');
    expect(await bench.prove({ deadlineMs: 300 })).toMatchObject(unproved('no answer in time'));
  });

  test('in an answer that is no message proves nothing', async () => {
    bench.says(TXT, 'noise');
    expect(await bench.prove({ deadlineMs: 300 })).toMatchObject(unproved(`TXT at _carbon-mirror.${PROOF_HOST}: `));
  });
});
