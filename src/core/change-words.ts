/** Why a certificate changed or a case was opened, in plain words: the ASCII reason codes and case kinds of leaves (log). */
export const CHANGE_WORDS: Readonly<Record<string, string>> = {
  act: 'by an act of the registry',
  successor_issued: 'a newer certificate was issued',
  key_compromised: 'a signing key it rests on was compromised',
  domain_lost: 'no domain of the holder is proved any more',
  accreditation_withdrawn: 'the accreditation of its auditor was withdrawn',
  cured: 'the cause was cured',
  claim_held: 'the claimed figure differs too far from the recomputed one',
  dissent: 'an auditor rejects the audit',
  name: 'the name resembles another holder',
  review: 'an opinion after issue asks for a review',
};
