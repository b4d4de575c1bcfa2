import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Mode } from '../mode.ts';
import type { Deps } from '../registry/ports.ts';

/** What the HTTP layer is told at start. It reads no environment and no clock of its own. */
export interface AppDeps {
  /** Handed to the use cases as it is. */
  readonly registry: Deps;
  readonly config: {
    /** Scheme, host and port, no final slash. Links are made of this, never of a `Host` header. */
    readonly origin: string;
    readonly mode: Mode;
    readonly logLevel: string;
  };
  /** Ed25519 key pair of access tokens, PKCS #8 and SPKI in PEM. */
  readonly sessionKey: { readonly privatePem: string; readonly publicPem: string; readonly kid: string };
  /** At least 32 random bytes, the same on every node: seals cursors. */
  readonly cursorSecret: Uint8Array;
}

/** The application as routes see it: query and params have the types of their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
