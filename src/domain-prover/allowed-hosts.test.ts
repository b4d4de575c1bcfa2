import { expect, test } from 'vitest';
import { parseAllowedHosts } from './allowed-hosts.ts';

test.each([
  ['a.test', [{ host: 'a.test', endpoint: undefined }]],
  ['a.test=127.0.0.1:8443', [{ host: 'a.test', endpoint: { address: '127.0.0.1', port: 8443 } }]],
  ['a.test=[::1]:443,b.test', [{ host: 'a.test', endpoint: { address: '::1', port: 443 } }, { host: 'b.test' }]],
])('%s', (text, hosts) => expect(parseAllowedHosts(text)).toMatchObject(hosts));

test.each([
  '',
  'a.test,',
  'a.test, b.test',
  'localhost',
  '127.0.0.1',
  '*.test',
  'A.test',
  'a.test:443',
  'a.test=',
  'a.test=127.0.0.1',
  'a.test=127.0.0.1:0',
  'a.test=127.0.0.1:65536',
  'a.test=127.1:443',
  'a.test=::1:443',
  'a.test=b.test:443',
])('%j is refused', (text) => expect(parseAllowedHosts(text)).toBeUndefined());
