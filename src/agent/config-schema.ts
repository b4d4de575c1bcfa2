import { type Static, Type } from 'typebox';
import { closed, LocalId, PartyIdText, UtcInstant } from '../core/documents/schema.ts';
import { UNITS } from './quantity.ts';

/** The shape of agent.yaml. Descriptions are what a reader of a mistake is told. */

const described = (description: string) => Type.String({ minLength: 1, maxLength: 4_096, description });
const File = described('a file, relative to this one');

const UnitName = Type.Union(
  UNITS.map((unit) => Type.Literal(unit)),
  { description: `one of ${UNITS.join(', ')}` },
);
const Promql = described(`a PromQL expression; \${interval} in it is the length of the interval`);
const Query = Type.Union([Promql, closed({ query: Promql, unit: Type.Optional(UnitName) })], {
  description: 'a PromQL expression, or {query, unit}',
});
export type QueryEntry = Static<typeof Query>;

const WorkloadGroup = closed({
  id: described(`the id of a workload; \${label} in it is a label of the sample`),
  energy_kwh: Query,
  reserved_units_h: Query,
  used_units_h: Query,
  discarded_kwh: Type.Optional(Query),
});

const Queries = closed({
  facility_kwh: Type.Optional(Query),
  it_kwh: Type.Optional(Query),
  register_facility_kwh: Type.Optional(Query),
  register_it_kwh: Type.Optional(Query),
  matched_cfe_kwh: Type.Optional(Query),
  heat_reused_kwh: Type.Optional(Query),
  grid_cfe_share: Type.Optional(Query),
  carbon_intensity_g_per_kwh: Type.Optional(Query),
  price_per_mwh: Type.Optional(Query),
  workloads: Type.Optional(Type.Array(WorkloadGroup, { maxItems: 50 })),
});
export type QueriesEntry = Static<typeof Queries>;

const Complete = closed({
  query: Promql,
  at_least: Type.Number({ exclusiveMinimum: 0, description: 'the least it yields for a complete interval' }),
});

/** A preset: what `sources.prometheus` may hold, but for the address. */
export const PresetSchema = closed({ queries: Queries, complete: Type.Optional(Complete) });
export type PresetFile = Static<typeof PresetSchema>;

const HttpUrl = Type.String({ pattern: '^https?://[^\\s]+$', description: 'an address such as http://127.0.0.1:9090' });

const Prometheus = closed({
  url: HttpUrl,
  presets: Type.Optional(Type.Array(File, { maxItems: 20 })),
  queries: Type.Optional(Queries),
  complete: Type.Optional(Complete),
});

const Column = Type.Union([described('a column'), closed({ column: described('a column'), unit: UnitName })]);
const column = () => Type.Optional(Column);

const Csv = closed({
  file: File,
  workloads_file: Type.Optional(File),
  columns: closed({
    facility_kwh: column(),
    it_kwh: column(),
    register_facility_kwh: column(),
    register_it_kwh: column(),
    matched_cfe_kwh: column(),
    heat_reused_kwh: column(),
    grid_cfe_share: column(),
    carbon_intensity_g_per_kwh: column(),
    price_per_mwh: column(),
  }),
});
export type ColumnsEntry = Static<typeof Csv>['columns'];

export const AgentFileSchema = closed({
  registry: Type.String({
    pattern: '^https?://[^/\\s@?#]+$',
    description: 'the origin of the registry, such as https://registry.example, without a path',
  }),
  party: PartyIdText,
  site: LocalId,
  key: described("the telemetry key's file, a private JWK, relative to this file"),
  interval_minutes: Type.Union([Type.Literal(15), Type.Literal(30), Type.Literal(60)], {
    description: '15, 30 or 60',
  }),
  spool: described('the folder of what must not be lost, relative to this file'),
  listen: Type.Optional(
    Type.String({
      pattern: '^(off|(localhost|127\\.0\\.0\\.1|\\[::1\\]|0\\.0\\.0\\.0):[0-9]{1,5})$',
      description: 'where /metrics and /healthz are, such as 127.0.0.1:9466, or off',
    }),
  ),
  settle_seconds: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 600,
      description: 'seconds from 0 to 600 that a reading may need to be there',
    }),
  ),
  patience_minutes: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 9_000,
      description: 'minutes from 0 to 9000 after which an interval without a reading is given up',
    }),
  ),
  start_from: Type.Optional(UtcInstant),
  sources: closed({
    prometheus: Type.Optional(Prometheus),
    csv: Type.Optional(Csv),
    command: Type.Optional(
      Type.Array(Type.String(), { minItems: 1, maxItems: 100, description: 'a program and its arguments' }),
    ),
  }),
});
export type AgentFile = Static<typeof AgentFileSchema>;
