import type { Archetype, ArchetypeDataset, ArchetypeFlow, ArchetypeWorkload, InvisibleWorkload } from './archetype.ts';

const service = (id: string, name: string, team: string, weight: number, use = 460): ArchetypeWorkload => ({
  id,
  name,
  team,
  kind: 'service',
  weight,
  use,
  redundancy: 1,
  unit: 'vcpu',
});
const paired = (id: string, name: string, team: string, weight: number, use = 240): ArchetypeWorkload => ({
  ...service(id, name, team, weight, use),
  redundancy: 2,
});
const batch = (id: string, name: string, team: string, weight: number, use = 540): ArchetypeWorkload => ({
  ...service(id, name, team, weight, use),
  kind: 'batch',
});
const onGpus = (row: ArchetypeWorkload): ArchetypeWorkload => ({ ...row, unit: 'gpu' });
const platform = (weight: number): ArchetypeWorkload => ({
  ...service('platform', 'platform overhead', 'team-platform', weight, 270),
  kind: 'platform',
});

const invisible = (id: string, name: string, lacks: InvisibleWorkload['lacks']): InvisibleWorkload => ({
  id,
  name,
  lacks,
});
const data = (id: string, team: string, rule: string, weight: number, copies: 1 | 2 | 3): ArchetypeDataset => ({
  id,
  team,
  rule,
  weight,
  copies,
});
const dark = (id: string, weight: number): ArchetypeDataset => ({ id, team: null, rule: null, weight, copies: 1 });
const flow = (id: string, team: string, weight: number): ArchetypeFlow => ({ id, team, weight });

export const RETAIL: Archetype = {
  workloads: [
    service('web-shop', 'web shop', 'team-commerce', 34),
    service('search', 'product search', 'team-discovery', 14, 420),
    paired('order-db', 'order database', 'team-orders', 18),
    batch('price-update', 'nightly price update', 'team-pricing', 13),
    batch('forecast', 'demand forecast', 'team-planning', 13),
    platform(8),
  ],
  invisible: [
    invisible('job-0417', 'export_to_old_erp_FINAL_v2.sh', 'owner'),
    invisible('vm-promo-2022', 'campaign site 2022', 'schedule'),
  ],
  datasets: [
    data('orders', 'team-orders', 'tax-10y', 26, 2),
    data('catalogue', 'team-commerce', 'catalogue-3y', 21, 2),
    data('clickstream', 'team-discovery', 'analytics-90d', 24, 1),
    dark('old-shop-images', 26),
  ],
  flows: [
    flow('shop-egress', 'team-commerce', 54),
    flow('backup-copy', 'team-platform', 27),
    flow('replication', 'team-orders', 16),
  ],
};

export const BANK: Archetype = {
  workloads: [
    service('payments-api', 'payments API', 'team-payments', 26),
    paired('core-ledger', 'core ledger', 'team-ledger', 30),
    service('mobile-bank', 'mobile banking', 'team-mobile', 16, 430),
    batch('day-end', 'day-end settlement', 'team-settlement', 11),
    batch('risk-grid', 'risk simulation', 'team-risk', 10, 580),
    platform(7),
  ],
  invisible: [
    invisible('vm-legacy-9', 'decommissioned clearing node', 'owner'),
    invisible('recon-old', 'reconciliation of a closed product', 'time'),
  ],
  datasets: [
    data('ledger', 'team-ledger', 'finance-10y', 33, 3),
    data('kyc-documents', 'team-risk', 'aml-5y', 22, 2),
    data('market-data', 'team-risk', 'research-5y', 19, 1),
    dark('mainframe-images', 23),
  ],
  flows: [
    flow('client-egress', 'team-mobile', 46),
    flow('ledger-replication', 'team-ledger', 36),
    flow('vault-copy', 'team-platform', 15),
  ],
};

export const SOFTWARE: Archetype = {
  workloads: [
    service('app', 'application servers', 'team-app', 36),
    paired('tenant-db', 'tenant databases', 'team-data', 20),
    service('search-index', 'search index', 'team-data', 10, 400),
    batch('ci', 'build and test runners', 'team-delivery', 18, 500),
    batch('reports', 'customer reports', 'team-analytics', 9),
    platform(7),
  ],
  invisible: [
    invisible('ns-staging-7', 'staging of a closed project', 'owner'),
    invisible('runner-pool-b', 'unnamed cron on build-07', 'schedule'),
  ],
  datasets: [
    data('tenant-data', 'team-data', 'contract-2y', 41, 2),
    data('artifacts', 'team-delivery', 'release-1y', 22, 1),
    data('logs', 'team-platform', 'logs-90d', 15, 1),
    dark('build-cache-2021', 20),
  ],
  flows: [
    flow('tenant-egress', 'team-app', 51),
    flow('artifact-pulls', 'team-delivery', 29),
    flow('backup-copy', 'team-platform', 16),
  ],
};

export const RESEARCH: Archetype = {
  workloads: [
    batch('simulation', 'simulation queue', 'group-simulation', 34, 590),
    onGpus(batch('training', 'model training', 'group-learning', 24, 560)),
    service('portal', 'user portal', 'group-services', 9, 380),
    paired('metadata-db', 'metadata database', 'group-data', 9),
    service('file-access', 'file access', 'group-data', 16, 440),
    platform(8),
  ],
  invisible: [
    invisible('slurm-88213', 'array job of a former guest', 'owner'),
    invisible('notebook-gpu-3', 'idle notebook with a GPU', 'schedule'),
  ],
  datasets: [
    data('campaigns', 'group-data', 'good-practice-10y', 44, 2),
    data('results', 'group-simulation', 'publication-10y', 20, 2),
    data('scratch', 'group-services', 'scratch-30d', 16, 1),
    dark('home-of-leavers', 18),
  ],
  flows: [
    flow('instrument-ingest', 'group-data', 48),
    flow('mirror', 'group-data', 33),
    flow('user-egress', 'group-services', 16),
  ],
};

export const MEDIA: Archetype = {
  workloads: [
    service('streaming', 'streaming origin', 'team-delivery', 31),
    batch('transcode', 'transcoding farm', 'team-encoding', 26, 580),
    service('recommendations', 'recommendations', 'team-discovery', 13, 420),
    paired('rights-db', 'rights database', 'team-rights', 11),
    batch('thumbnails', 'preview images', 'team-encoding', 10),
    platform(9),
  ],
  invisible: [
    invisible('transcode-4k-test', '4K trial of 2023', 'owner'),
    invisible('thumb-v1', 'previews nobody shows', 'time'),
  ],
  datasets: [
    data('masters', 'team-encoding', 'rights-20y', 38, 2),
    data('renditions', 'team-delivery', 'licence-term', 31, 2),
    data('usage', 'team-discovery', 'analytics-90d', 8, 1),
    dark('trailers-2016', 20),
  ],
  flows: [
    flow('edge-fill', 'team-delivery', 63),
    flow('ingest', 'team-encoding', 21),
    flow('archive-copy', 'team-rights', 13),
  ],
};

export const INDUSTRY: Archetype = {
  workloads: [
    paired('erp', 'resource planning', 'team-erp', 28),
    service('plant-control', 'plant control gateways', 'team-plant', 19, 380),
    service('telematics', 'telematics intake', 'team-telematics', 17, 420),
    batch('simulation', 'engineering simulation', 'team-engineering', 17, 590),
    batch('backup', 'nightly backup', 'team-operations', 11),
    platform(8),
  ],
  invisible: [
    invisible('cad-render-old', 'render queue of a sold division', 'owner'),
    invisible('scada-mirror', 'mirror of a closed plant', 'schedule'),
  ],
  datasets: [
    data('engineering', 'team-engineering', 'product-life', 34, 2),
    data('erp', 'team-erp', 'tax-10y', 19, 2),
    data('sensor-history', 'team-plant', 'quality-5y', 24, 1),
    dark('file-server-2014', 21),
  ],
  flows: [
    flow('telematics-ingest', 'team-telematics', 44),
    flow('site-replication', 'team-operations', 37),
    flow('partner-exchange', 'team-erp', 16),
  ],
};

export const PUBLIC: Archetype = {
  workloads: [
    service('portal', 'citizen portal', 'unit-portal', 27),
    paired('register-db', 'register databases', 'unit-registers', 27),
    service('mail', 'mail and files', 'unit-workplace', 19, 390),
    batch('night-run', 'nightly reconciliation', 'unit-registers', 11),
    batch('imaging', 'scan and text recognition', 'unit-records', 9),
    platform(7),
  ],
  invisible: [
    invisible('host-sfc-02', 'specialist procedure of a merged office', 'owner'),
    invisible('ocr-retry', 'endless retry of unreadable scans', 'schedule'),
  ],
  datasets: [
    data('registers', 'unit-registers', 'statute-30y', 31, 3),
    data('records', 'unit-records', 'statute-10y', 29, 2),
    data('mailboxes', 'unit-workplace', 'mail-2y', 14, 1),
    dark('shared-drive-g', 24),
  ],
  flows: [
    flow('portal-egress', 'unit-portal', 41),
    flow('register-replication', 'unit-registers', 34),
    flow('backup-copy', 'unit-workplace', 22),
  ],
};
