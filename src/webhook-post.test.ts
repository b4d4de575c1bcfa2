import { describe, expect, test } from 'vitest';
import { webhookPost } from './webhook-post.ts';

describe('an address', () => {
  const strict = webhookPost({ keyText: 'a', allowsLoopback: false });
  test.each([
    'http://public.example/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/',
    'https://224.0.0.1/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[2002:7f00:1::]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://public.example:22/',
    'https://user:pass@public.example/',
    'https://public.example/#x',
    'ftp://public.example/',
    '/x',
  ])('%s is not taken', (address) => {
    expect(strict.fault(address)).toBeTypeOf('string');
  });

  test.each([['127.0.0.1'], ['10.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['::ffff:10.0.0.1']])(
    'a name that means %s is not posted to',
    async (...addresses) => {
      const post = webhookPost({ keyText: 'a', allowsLoopback: false, resolve: async () => addresses });
      expect(await post.post('https://looks-public.example/', {}, '')).toEqual({
        error: 'the host has an address that is not public',
      });
    },
  );

  test('secrets open with their own key alone', () => {
    const sealed = strict.seal(Buffer.from('secret'));
    expect(Buffer.from(strict.open(sealed) ?? []).toString()).toBe('secret');
    const other = webhookPost({ keyText: 'another', allowsLoopback: false });
    expect(other.open(sealed)).toBeUndefined();
  });
});
