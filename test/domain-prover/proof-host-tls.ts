/**
 * A self-signed certificate for `domain-proof.test`, valid until 2120, and its key. They protect nothing: a reserved name,
 * and trusted nowhere but in tests.
 */
export const PROOF_HOST = 'domain-proof.test';

export const PROOF_HOST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBejCCAR+gAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFkb21haW4t
cHJvb2YudGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa
MBgGA1UEAwwRZG9tYWluLXByb29mLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMB
BwNCAAQFH3mG02TDr5W8+45Ei5v86yJuW5gsq7JceBEIc0QCtOjzYIIN0kqN9+yb
HI/jQfFCX2Ic0blexQkSuIJw4iuFo1AwTjAPBgNVHRMBAf8EBTADAQH/MBwGA1Ud
EQQVMBOCEWRvbWFpbi1wcm9vZi50ZXN0MB0GA1UdDgQWBBTtr57tC4bABjPBldJO
aQs1pa777DAKBggqhkjOPQQDAgNJADBGAiEAyH/vslHvOb0WVoxbUo1gu5yAoOrk
9d//ZNfh+Q0n50cCIQCKHG943PgMAQ9sBqKdeKTMiCcKLaIpyv++o+6dA7O8rA==
-----END CERTIFICATE-----
`;

export const PROOF_HOST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOrZ5phl0GtFJAc8M
eXEmEnfKhjteMDaYDt/ZVxRapIGhRANCAAQFH3mG02TDr5W8+45Ei5v86yJuW5gs
q7JceBEIc0QCtOjzYIIN0kqN9+ybHI/jQfFCX2Ic0blexQkSuIJw4iuF
-----END PRIVATE KEY-----
`;
