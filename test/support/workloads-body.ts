/** A `cms-workloads/1` body with one entry. */
export const workloadsBody = (org: string, workload: string) => ({
  schema: 'cms-workloads/1',
  entries: [
    {
      workload_id: workload,
      site_id: `${org}-1`,
      name: 'nightly',
      owner: 'team-a',
      schedule_ref: 'cron/nightly',
      kind: 'batch',
      deferrable: true,
      capacity_unit: 'jobs',
      redundancy: 1,
      energy_basis: 'measured',
    },
  ],
});
