import { expect, test } from 'vitest';
import { isPublicAddress } from './addresses.ts';

test.each(['1.1.1.1', '93.184.216.34', '192.0.1.1', '100.63.255.255', '100.128.0.1', '172.15.255.255', '172.32.0.1'])(
  '%s is everybody’s',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each([
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '2606:2800:220:1::1',
  '2a00::1',
  '2003::',
  '2001:200::1',
])('%s is everybody’s, too', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  ['this host', '0.0.0.0', '0.255.255.255', '::'],
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.255.255', 'fc00::1', 'fd00:ec2::254'],
  ['shared by carriers', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ['link-local', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['protocol assignments, Teredo, ORCHID', '192.0.0.192', '2001::1', '2001:10::1', '2001:20::1', '2001:1ff::1'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff:fff::1'],
  ['benchmarks', '198.18.0.1', '198.19.255.255', '2001:2::1'],
  ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1'],
  ['reserved and broadcast', '240.0.0.1', '255.255.255.255', '4000::1', '5f00::1', '1fff:ffff::1'],
  ['discard', '100::1'],
  ['IPv4 in IPv6', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '::8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  ['6to4 and its relays', '2002:808:808::1', '192.88.99.1'],
])('%s is nobody’s to ask', (_what, ...addresses) => {
  for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
});

test.each(['', 'localhost', '127.1', '0x7f.1', '2130706433', '0177.0.0.1', '1.1.1.1:443', '[2606::1]', '1.1.1.1%a'])(
  '%j is no address',
  (text) => expect(isPublicAddress(text)).toBe(false),
);
