import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE, WORLD_ORIGIN } from '../../../test/support/evidence-steps.ts';
import { buildWorld } from '../../../test/support/evidence-world.ts';
import { checkpointOf } from '../../../test/support/published-log.ts';
import { makeEd25519 } from '../../../test/support/registry-keys.ts';
import { worldSource } from '../../../test/support/world-source.ts';
import { encodeBase64url } from '../../core/base64url.ts';
import { BUNDLE } from '../../core/evidence-bundle.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import type { LeafBody } from '../../log/leaf.ts';
import { crc32 } from './crc32.ts';
import type { Trust } from './trust.ts';
import { ASPECTS, type Verification } from './verdict.ts';
import { verifyArtefact } from './verify.ts';

const world = await buildWorld();
const { statements, credential } = world;
const online = worldSource(world);
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const json = (value: object): Uint8Array => text(JSON.stringify(value));

interface Setting {
  readonly trust?: Trust;
  readonly now?: Date;
  readonly online?: boolean;
}
const verify = (bytes: Uint8Array, { trust = world.trust, now = world.now, online: isOnline = false }: Setting = {}) =>
  verifyArtefact(bytes, trust, { now, ...(isOnline ? { source: online } : {}) });
const wordsOf = (verification: Verification) => ASPECTS.map((aspect) => verification[aspect]).join(' ');
const OFFLINE: Setting = {};
const ONLINE: Setting = { online: true };

describe('a credential', () => {
  test('alone shows little', async () => {
    const verification = await verify(text(credential.jws), OFFLINE);
    expect(wordsOf(verification)).toBe('unknown unknown unknown unknown unknown unknown');
    expect(verification.kind).toBe('credential');
    expect(verification.facts).toMatchObject({ tier: 'Bronze', composite_percent: '74.7', digest: credential.digest });
  });

  test('is signed where its key is trusted', async () => {
    const { keys } = JSON.parse(world.entries.get(BUNDLE.keys) ?? '');
    const trust = { ...world.trust, jwks: keys };
    expect(await verify(text(credential.jws), { trust })).toMatchObject({ signature: 'ok', log: 'unknown' });
  });

  test('with the registry at hand shows all', async () => {
    expect(wordsOf(await verify(text(`${credential.jws}\n`), ONLINE))).toBe('ok ok ok ok ok ok');
    expect(wordsOf(await verify(text(credential.jws), { ...ONLINE, trust: { vkeys: [] } }))).toBe(
      'unknown unknown unknown ok ok ok',
    );
  });

  test('baked into a picture is the same', async () => {
    const svg = `<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential verify="${credential.jws}"/></svg>`;
    expect(await verify(text(svg), ONLINE)).toMatchObject({ kind: 'badge_svg', signature: 'ok', recomputation: 'ok' });
  });

  test('baked into a PNG is the same', async () => {
    const chunk = (type: string, data: string): Buffer => {
      const body = Buffer.from(`${type}${data}`, 'latin1');
      const frame = Buffer.alloc(8);
      frame.writeUInt32BE(data.length);
      frame.writeUInt32BE(crc32(body), 4);
      return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
    };
    const baked = chunk('iTXt', `openbadgecredential\0\0\0\0\0${credential.jws}`);
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), baked, chunk('IEND', '')]);
    expect(await verify(png, ONLINE)).toMatchObject({ kind: 'badge_png', signature: 'ok', log: 'ok', scope: 'ok' });
  });

  test('whose signature is another one fails', async () => {
    const [header, payload] = credential.jws.split('.');
    const forged = `${header}.${payload}.${encodeBase64url(new Uint8Array(384))}`;
    expect(await verify(text(forged), ONLINE)).toMatchObject({ signature: 'failed', log: 'ok' });
  });
});

describe('a decision record', () => {
  const record: JsonObject = JSON.parse(world.entries.get(BUNDLE.certificate) ?? '');

  test('alone shows nothing', async () => {
    const verification = await verify(json(record), OFFLINE);
    expect(wordsOf(verification)).toBe('unknown unknown unknown unknown unknown unknown');
    expect(verification.facts).toMatchObject({ certificate: CERTIFICATE, tier: 'Bronze' });
  });

  test('with the registry at hand shows all, at any later position', async () => {
    expect(wordsOf(await verify(json({ ...record, seq: 9, as_of: '2026-03-03T12:09:00Z' }), ONLINE))).toBe(
      'ok ok ok ok ok ok',
    );
  });

  test('that was altered fails', async () => {
    expect(await verify(json({ ...record, tier: 'Silver' }), ONLINE)).toMatchObject({ scope: 'failed' });
  });
});

describe('a signed statement', () => {
  test.each(Object.entries(statements))('%s, with the registry at hand', async (name, { jws, digest }) => {
    const verification = await verify(text(jws), ONLINE);
    const recomputation = name === 'audit' ? 'ok' : 'unknown';
    expect(wordsOf(verification)).toBe(`ok ok unknown ok ok ${recomputation}`);
    expect(verification.facts).toMatchObject({ digest });
  });

  test('alone is signed by a key nobody knows, unless it brings it', async () => {
    expect(wordsOf(await verify(text(statements.opinion.jws)))).toBe('unknown unknown unknown unknown unknown unknown');
    expect(await verify(text(statements.org.jws))).toMatchObject({ signature: 'ok', log: 'unknown', scope: 'ok' });
  });

  test('whose key the registry itself calls active has a status', async () => {
    const source = { ...online, isRegistry: true };
    expect(await verifyArtefact(text(statements.audit.jws), world.trust, { now: world.now, source })).toMatchObject({
      status: 'ok',
    });
  });

  test('of an audit whose leaf publishes another composite fails', async () => {
    const leaf = (body: LeafBody) => (body.t === 'audit.declared' ? { ...body, composite_6: '0.924000' } : body);
    const lying = await buildWorld({ leaf });
    const options = { now: lying.now, source: worldSource(lying) };
    const verification = await verifyArtefact(text(lying.statements.audit.jws), lying.trust, options);
    expect(verification).toMatchObject({ recomputation: 'failed', signature: 'ok', log: 'ok' });
    expect(verification.reasons.recomputation).toContain('0.924000');
  });

  test('to another registry is about something else', async () => {
    const trust = { ...world.trust, origin: 'https://other.example' };
    expect(await verify(text(statements.org.jws), { trust })).toMatchObject({ signature: 'ok', scope: 'failed' });
  });

  test('whose signature is another one fails', async () => {
    const forged = `${statements.audit.jws.slice(0, -86)}${'A'.repeat(86)}`;
    expect(await verify(text(forged), ONLINE)).toMatchObject({ signature: 'failed' });
  });
});

describe('a status list', () => {
  test('with the registry at hand', async () => {
    expect(wordsOf(await verify(text(world.statusList), ONLINE))).toBe('ok ok unknown ok ok unknown');
  });

  test('out of date', async () => {
    expect(await verify(text(world.statusList), { ...ONLINE, now: new Date('2026-04-01T00:00:00Z') })).toMatchObject({
      time: 'failed',
    });
  });
});

describe('a signed answer', async () => {
  const key = await makeEd25519();
  const iat = world.now.getTime() / 1000;
  const head = parseCheckpoint(checkpointOf(world.log));
  const root = encodeBase64url(head?.root ?? new Uint8Array());
  const sign = (members: object, header: object = {}) =>
    new CompactSign(
      json({
        iss: WORLD_ORIGIN,
        iat,
        exp: iat + 86_400,
        query: { domain: 'acme.example' },
        status: 'certified',
        seq: world.leaves.length - 1,
        root,
        ...members,
      }),
    )
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'cms-lookup+jwt', ...header })
      .sign(key.privateKey);
  const trust = { ...world.trust, jwks: [{ ...key.publicJwk }] };
  const answer = async (members: object = {}, header: object = {}) =>
    verify(text(await sign(members, header)), { trust, online: true });

  test('holds, also within the answer it came with', async () => {
    expect(wordsOf(await answer())).toBe('ok ok ok ok ok unknown');
    const whole = json({ status: 'certified', signed: await sign({}), seq: 9 });
    expect(await verify(whole, { trust, online: true })).toMatchObject({ kind: 'lookup', signature: 'ok' });
  });

  test.each<readonly [string, object, object]>([
    ['not certified', { status: 'not_certified' }, { status: 'failed', signature: 'ok' }],
    ['unknown', { status: 'unknown' }, { status: 'unknown' }],
    ['another word', { status: 'perhaps' }, { status: 'failed' }],
    ['a root the log never had', { root: encodeBase64url(new Uint8Array(32)) }, { log: 'failed' }],
    ['a later head', { seq: 400 }, { log: 'unknown' }],
    ['no head', { seq: -1 }, { log: 'failed' }],
    ['an end', { exp: iat - 1 }, { time: 'failed' }],
    ['a beginning', { iat: iat + 3600 }, { time: 'failed' }],
    ['another registry', { iss: 'https://other.example' }, { scope: 'failed' }],
    ['two questions', { query: { domain: 'a', lei: 'b' } }, { scope: 'failed' }],
  ])('with %s', async (_name, members, expected) => {
    expect(await answer(members)).toMatchObject(expected);
  });

  test('by a key nobody knows, or with more in its header', async () => {
    expect(await verify(text(await sign({})), ONLINE)).toMatchObject({ signature: 'unknown' });
    expect(await answer({}, { cty: 'x' })).toMatchObject({ signature: 'failed' });
  });
});
