import { Buffer } from 'buffer/index.js';

/*
 * `Buffer` for browsers, injected by the bundler wherever the pure layers name it. The package does not know the encoding
 * `base64url`; decoding takes both alphabets already, so only the spelling of the result is missing. And bytes that are no
 * UTF-8 it replaces otherwise than Node does, which text decoders of browsers do not.
 */

const { from, prototype } = Buffer;
const plain = prototype.toString;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

Object.assign(Buffer, {
  from: (value: never, second?: never, length?: number) =>
    from(value, (second === 'base64url' ? 'base64' : second) as never, length),
});
prototype.toString = function write(encoding = 'utf8', start?: number, end?: number): string {
  if (encoding === 'utf8') return utf8.decode(this.subarray(start, end));
  if (encoding !== 'base64url') return plain.call(this, encoding, start, end);
  return plain.call(this, 'base64', start, end).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

export { Buffer };
