/** Ed25519 (RFC 8032) by the Web Cryptography API, which Node and browsers share. */

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Whether the signature is the key's over the message. Malformed keys and signatures verify nothing; nothing is thrown. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    const key = await crypto.subtle.importKey('raw', Uint8Array.from(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, Uint8Array.from(signature), Uint8Array.from(message));
  } catch {
    return false;
  }
}
