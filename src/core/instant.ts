const UTC_INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** Whether the text is `YYYY-MM-DDThh:mm:ssZ` and exists: no 30 February, no hour 24, no leap second. */
export const isUtcInstant = (text: string): boolean => parseUtcInstant(text) !== undefined;

/** The instant `YYYY-MM-DDThh:mm:ssZ` names, or `undefined` where it names none. */
export function parseUtcInstant(text: string): Date | undefined {
  if (!UTC_INSTANT.test(text)) return undefined;
  const instant = new Date(text);
  // The engine rolls 30 February over to March; printing it back shows that.
  return !Number.isNaN(instant.getTime()) && formatUtcInstant(instant) === text ? instant : undefined;
}

/** `YYYY-MM-DDThh:mm:ssZ`; a fraction of a second is cut off. */
export const formatUtcInstant = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;
