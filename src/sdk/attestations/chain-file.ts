import { type Static, Type } from 'typebox';
import { parseWith } from '../../core/documents/parse-with.ts';
import { closed, DigestText, oneOf, PartyIdText, UtcInstant } from '../../core/documents/schema.ts';
import type { JsonValue } from '../../core/json-value.ts';

/* One file with all it takes to check an organisation's raw attestations without a network. */

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const Path = Type.Array(Text, { maxItems: 63 });
const Window = closed({ index: Count, size: Count, path: Path });

const ItemSchema = closed({
  digest: DigestText,
  jws: Text,
  site_id: Text,
  chain: closed({ epoch: Count, seq: Count }),
  start: UtcInstant,
  minutes: Count,
  accepted_at: UtcInstant,
  late: Type.Boolean(),
  counted: Type.Boolean(),
  grid: closed({
    grid_cfe_share: Text,
    carbon_intensity_g_per_kwh: Text,
    price_per_mwh: Text,
    source: oneOf('registry', 'sender'),
  }),
  receipt: Type.Union([closed({ leaf: Count, window: Window }), Type.Null()]),
});
/** An attestation as `/v1/auditor/attestations` gives it. */
export type ChainItem = Static<typeof ItemSchema>;

const FileSchema = closed({
  format: Type.Literal('carbon-mirror-attestations/1'),
  organisation: PartyIdText,
  /** The signed note all paths lead to. */
  checkpoint: Text,
  /** Leaves about the organisation, its windows and closed days, in log order. */
  leaves: Type.Array(closed({ index: Count, leaf: Text, path: Path })),
  /** Public statements those leaves accept. */
  statements: Type.Array(Text),
  items: Type.Array(ItemSchema),
  /** Its rows under the closed days. */
  rows: Type.Array(closed({ leaf: Count, text: Text, window: Window })),
});
export type ChainFile = Static<typeof FileSchema>;

/** Items of a page. @throws RegistryError document_invalid */
export const parseItems = (value: JsonValue | undefined): readonly ChainItem[] =>
  parseWith(Type.Array(ItemSchema), value ?? null);

/** @throws RegistryError document_invalid */
export const parseChainFile = (value: JsonValue): ChainFile => parseWith(FileSchema, value);
