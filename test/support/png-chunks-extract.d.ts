declare module 'png-chunks-extract' {
  /** The chunks of a PNG; throws where a checksum or the order is wrong. */
  export default function extractChunks(
    bytes: Uint8Array,
  ): readonly { readonly name: string; readonly data: Uint8Array }[];
}
