/** Work that is done in one piece, in bytes read: some milliseconds. */
const PIECE = 262_144;

/** Counts work, and lets others run after each piece of it. */
export type Pace = (bytes: number) => Promise<void>;

/** A large artefact must not hold up everybody else of a server, or a browser's page. */
export function openPace(): Pace {
  let since = 0;
  return async (bytes) => {
    since += bytes;
    if (since < PIECE) return;
    since = 0;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  };
}
