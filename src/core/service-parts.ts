/** What the service consists of, in the order it is told. */
export const SERVICE_PARTS = ['database', 'log', 'intake', 'snapshot', 'witnesses'] as const;
export type ServicePart = (typeof SERVICE_PARTS)[number];
