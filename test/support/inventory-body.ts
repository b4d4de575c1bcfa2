import { parseUtcInstant } from '../../src/core/instant.ts';

/** A `cms-inventory/1` body for whole UTC days, `end` not included. 100 GB, of which 80 are needed; 70 GB moved, 50 of them needed. */
export function inventoryBody(start: string, end: string, members: Readonly<Record<string, unknown>> = {}) {
  const [from, to] = [`${start}T00:00:00Z`, `${end}T00:00:00Z`];
  if (parseUtcInstant(from) === undefined || parseUtcInstant(to) === undefined) throw new Error('no days');
  return {
    schema: 'cms-inventory/1',
    period: { start: from, end: to },
    storage: {
      metered_gb: '100',
      datasets: [
        {
          dataset_id: 'orders',
          owner: 'team-a',
          retention_rule: 'seven years',
          stored_gb: '90',
          justified_gb: '80',
          unique_gb: '40',
          required_copies: 2,
        },
      ],
    },
    network: { metered_gb: '70', flows: [{ flow_id: 'web', owner: 'team-a', gb: '60', redundant_gb: '10' }] },
    capacity: [{ unit: 'vcpu', installed_units_h: '5000' }],
    ...members,
  };
}
