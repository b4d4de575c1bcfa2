import { ensureCrypto } from './substitute-crypto.ts';

await ensureCrypto();
