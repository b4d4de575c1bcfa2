import { type Static, Type } from 'typebox';
import type { Issue } from '../errors.ts';
import type { JsonValue } from '../json-value.ts';
import { parseWith } from './parse-with.ts';
import { closed, LocalId, nullable, oneOf, ShortText, schemaName, UtcInstant } from './schema.ts';

const WorkloadEntrySchema = closed({
  workload_id: LocalId,
  site_id: LocalId,
  name: ShortText,
  /** A role or team, never a person; null, like a null schedule, leaves the workload invisible. */
  owner: nullable(ShortText),
  schedule_ref: nullable(ShortText),
  kind: oneOf('service', 'batch', 'platform'),
  deferrable: Type.Boolean(),
  not_deferrable_reason: Type.Optional(ShortText),
  capacity_unit: ShortText,
  redundancy: Type.Integer({ minimum: 1, maximum: 2, description: '1, or 2 where a standby copy is required' }),
  energy_basis: oneOf('measured', 'modelled'),
  valid_to: Type.Optional(UtcInstant),
});

/** `cms-workloads/1` (statements section 6): the register that decides which workloads are visible. */
export const WorkloadsSchema = closed({
  schema: schemaName('cms-workloads/1'),
  entries: Type.Array(WorkloadEntrySchema, { minItems: 1, maxItems: 5000 }),
});
export type Workloads = Static<typeof WorkloadsSchema>;
export type WorkloadEntry = Workloads['entries'][number];

/** The body of a `cms-workloads+jwt`. @throws RegistryError document_invalid with every issue */
export function parseWorkloads(body: JsonValue): Workloads {
  return parseWith(WorkloadsSchema, body, { shaped: duplicateIssues });
}

/** A document may say only one thing about a workload. */
function duplicateIssues({ entries }: Workloads): Issue[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ workload_id }, index) => {
    const earlier = first.get(workload_id);
    if (earlier === undefined) first.set(workload_id, index);
    const pointer = `/entries/${index}/workload_id`;
    return earlier === undefined ? [] : [{ pointer, code: 'duplicate', detail: `also the id of entry ${earlier}` }];
  });
}
