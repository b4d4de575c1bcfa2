import { createHash } from 'node:crypto';
import type { ListingRow } from '../../core/views.ts';
import type { DirectoryVersion } from '../ports/listing-directory.ts';

/* Rows of the listing as bytes and numbers: a million of them in some hundred megabytes, none of them objects. */

const CHUNK_BYTES = 4 * 1024 * 1024;
const FIRST_CAPACITY = 1_024;
export const NO_STEP = 255;

/** Numbers for texts; 0 is null. */
export interface Codes {
  readonly of: ReadonlyMap<string, number>;
  readonly texts: readonly (string | null)[];
}

interface Mutable {
  capacity: number;
  start: Float64Array;
  length: Uint32Array;
  composite: Float64Array;
  print: Float64Array;
  certifiedAt: Float64Array;
  validTo: Float64Array;
  step: Uint8Array;
  tier: Uint16Array;
  state: Uint16Array;
  country: Uint16Array;
  sector: Uint16Array;
  assurance: Uint16Array;
}

export const CODED = ['tier', 'state', 'country', 'sector', 'assurance'] as const;
export type Coded = (typeof CODED)[number];

export type Columns = ReturnType<typeof openColumns>;

/** Rows by slot. A slot is a small number, given again once its row has gone. */
export function openColumns() {
  const data = withCapacity(FIRST_CAPACITY);
  const bytes = openBytes();
  const codes = {
    tier: openCodes(),
    state: openCodes(),
    country: openCodes(),
    sector: openCodes(),
    assurance: openCodes(),
  };
  return {
    data: data as Readonly<Mutable>,
    codes: codes as Readonly<Record<Coded, Codes>>,
    write(slot: number, { row, compositeKey, step }: DirectoryVersion): void {
      if (slot >= data.capacity) grow(data);
      [data.start[slot], data.length[slot]] = bytes.append(Buffer.from(JSON.stringify(valuesOf(row)), 'utf8'));
      data.composite[slot] = compositeKey === null ? -1 : Number(compositeKey);
      data.print[slot] = printOf(compositeKey);
      data.certifiedAt[slot] = timeOf(row.certified_at);
      data.validTo[slot] = timeOf(row.valid_to);
      data.step[slot] = step ?? NO_STEP;
      data.tier[slot] = codes.tier.code(row.tier);
      data.state[slot] = codes.state.code(row.state);
      data.country[slot] = codes.country.code(row.country);
      data.sector[slot] = codes.sector.code(row.sector);
      data.assurance[slot] = codes.assurance.code(String(row.assurance_level));
    },
    row: (slot: number): ListingRow =>
      rowOf(JSON.parse(bytes.read(at(data.start, slot), at(data.length, slot)).toString('utf8'))),
    /** Bytes of the party id: the first value, a text without escapes. */
    party(slot: number): Buffer {
      const row = bytes.read(at(data.start, slot), at(data.length, slot));
      return row.subarray(2, row.indexOf(QUOTE, 2));
    },
  };
}

const QUOTE = 34;
/** An element that is there. */
export const at = (numbers: { readonly [index: number]: number }, index: number): number => numbers[index] ?? 0;
const timeOf = (text: string | null): number => (text === null ? Number.NEGATIVE_INFINITY : Date.parse(text));

/** 48 bits by which composites that are the same double are told to be the same number. */
const printOf = (key: string | null): number =>
  key === null ? -1 : createHash('sha256').update(key).digest().readUIntBE(0, 6);

type Values = readonly unknown[];
const valuesOf = ({ mirrors, ...row }: ListingRow): Values => [
  row.party_id,
  row.name,
  row.domain,
  row.country,
  row.sector,
  row.tier,
  row.composite_percent,
  row.composite_6,
  mirrors === null ? null : [mirrors.efficiency, mirrors.timing, mirrors.data_diet, mirrors.circularity],
  row.assurance_level,
  row.state,
  row.certificate_id,
  row.certified_at,
  row.valid_to,
];

type Stored = readonly [
  string,
  string,
  string | null,
  string,
  string,
  ListingRow['tier'],
  string | null,
  string | null,
  readonly [string, string, string, string] | null,
  number,
  ListingRow['state'],
  string | null,
  string | null,
  string | null,
];

/** Members stand in the order of the wire form. */
function rowOf(values: Stored): ListingRow {
  const [party_id, name, domain, country, sector, tier, composite_percent, composite_6, shares, assurance_level] =
    values;
  const [state, certificate_id, certified_at, valid_to] = [values[10], values[11], values[12], values[13]];
  const mirrors =
    shares === null ? null : { efficiency: shares[0], timing: shares[1], data_diet: shares[2], circularity: shares[3] };
  return {
    party_id,
    name,
    domain,
    country,
    sector,
    tier,
    composite_percent,
    composite_6,
    mirrors,
    assurance_level,
    live: 'none',
    state,
    certificate_id,
    certified_at,
    valid_to,
  };
}

function openCodes() {
  const of = new Map<string, number>();
  const texts: (string | null)[] = [null];
  const code = (text: string | null): number => {
    if (text === null) return 0;
    const known = of.get(text) ?? texts.push(text) - 1;
    of.set(text, known);
    return known;
  };
  return { of, texts, code };
}

/** Bytes in chunks, so that growth copies nothing. A row lies within one chunk. */
function openBytes() {
  const chunks: Buffer[] = [];
  let used = CHUNK_BYTES;
  return {
    append(row: Buffer): [number, number] {
      if (used + row.length > CHUNK_BYTES) {
        chunks.push(Buffer.allocUnsafe(CHUNK_BYTES));
        used = 0;
      }
      const last = chunks.length - 1;
      chunks[last]?.set(row, used);
      const start = last * CHUNK_BYTES + used;
      used += row.length;
      return [start, row.length];
    },
    read(start: number, length: number): Buffer {
      const offset = start % CHUNK_BYTES;
      return chunks[Math.floor(start / CHUNK_BYTES)]?.subarray(offset, offset + length) ?? Buffer.alloc(0);
    },
  };
}

const withCapacity = (capacity: number): Mutable => ({
  capacity,
  start: new Float64Array(capacity),
  length: new Uint32Array(capacity),
  composite: new Float64Array(capacity),
  print: new Float64Array(capacity),
  certifiedAt: new Float64Array(capacity),
  validTo: new Float64Array(capacity),
  step: new Uint8Array(capacity),
  tier: new Uint16Array(capacity),
  state: new Uint16Array(capacity),
  country: new Uint16Array(capacity),
  sector: new Uint16Array(capacity),
  assurance: new Uint16Array(capacity),
});

function grow(data: Mutable): void {
  const wider = withCapacity(Math.ceil(data.capacity * 1.5));
  wider.start.set(data.start);
  wider.length.set(data.length);
  wider.composite.set(data.composite);
  wider.print.set(data.print);
  wider.certifiedAt.set(data.certifiedAt);
  wider.validTo.set(data.validTo);
  wider.step.set(data.step);
  for (const name of CODED) wider[name].set(data[name]);
  Object.assign(data, wider);
}
