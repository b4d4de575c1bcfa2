import { formatMicro } from '../core/decimal.ts';
import type { ChainLink } from '../core/documents/attestation.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { NO_REGISTERS, type Registers, readRegisterMembers } from './attest.ts';
import { readLink } from './chain.ts';
import { MINUTES, type Span } from './span.ts';

/** What is known beside the pending intervals. */
export interface ChainState {
  /** The place after the last acknowledged statement; undefined where the registry's chain is not known. */
  readonly next: ChainLink | undefined;
  /** End of the last interval that was accepted. */
  readonly acceptedTo: Date | undefined;
  /** End of the last interval that was accepted, refused or skipped: the next begins there or later. */
  readonly doneTo: Date | undefined;
  /** The last interval among those that had a reading, and its registers. */
  readonly last: Span | undefined;
  readonly registers: Registers | undefined;
}

/** Reads the file's text; nothing is known without a file. @throws Error where it is damaged */
export function parseState(name: string, text: string | undefined): ChainState {
  const none = { next: undefined, acceptedTo: undefined, doneTo: undefined, last: undefined, registers: undefined };
  if (text === undefined) return none;
  const state = readObject(text);
  if (state === undefined || state['v'] !== 1) throw damaged(name);
  return {
    next: readLink(state['next']),
    acceptedTo: readInstant(state['accepted_to']),
    doneTo: readInstant(state['done_to']),
    last: readSpan(state['last']),
    registers: readRegisterMembers(state['registers']),
  };
}

/** The file's text. */
export function stateText({ next, acceptedTo, doneTo, last, registers }: ChainState): string {
  const { facility_kwh, it_kwh } = registers ?? NO_REGISTERS;
  const document = {
    v: 1,
    next: next ?? null,
    accepted_to: acceptedTo === undefined ? null : formatUtcInstant(acceptedTo),
    done_to: doneTo === undefined ? null : formatUtcInstant(doneTo),
    last: last === undefined ? null : { start: formatUtcInstant(last.start), minutes: last.minutes },
    registers:
      registers === undefined ? null : { facility_kwh: formatMicro(facility_kwh), it_kwh: formatMicro(it_kwh) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function readSpan(value: JsonValue | undefined): Span | undefined {
  if (!isJsonObject(value)) return undefined;
  const start = readInstant(value['start']);
  const minutes = MINUTES.find((known) => known === value['minutes']);
  return start === undefined || minutes === undefined ? undefined : { start, minutes };
}

const readInstant = (value: JsonValue | undefined): Date | undefined =>
  typeof value === 'string' ? parseUtcInstant(value) : undefined;

/** A JSON object; undefined where the text is none. */
export function readObject(text: string | undefined): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text ?? '');
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The disk is not to be trusted, and guessing might fork the chain. */
export const damaged = (name: string): Error =>
  new Error(`${name} in the spool is damaged. Move the whole spool away: the agent then opens the next epoch`);
