/** States of a certificate, in the words of ISO/IEC 17065 (certificates, "Certificate"). */
export const CERTIFICATE_STATES = ['active', 'watch', 'suspended', 'superseded', 'withdrawn', 'expired'] as const;
export type CertificateState = (typeof CERTIFICATE_STATES)[number];

/** States of the one current certificate an organisation may have; in the others it has ended. */
export const CURRENT_STATES = ['active', 'watch', 'suspended'] as const satisfies readonly CertificateState[];

/** Whether a certificate is its organisation's current one. */
export const isCurrent = (state: CertificateState): boolean => CURRENT_STATES.some((one) => one === state);

/** Whether the holder is certified now: the certificate is current and not suspended. */
export const isStanding = (state: CertificateState | null): boolean => state === 'active' || state === 'watch';
