export type Severity = 'REJECT' | 'FLAG' | 'INFO';

/** One observation about a document (methodology 1.5). */
export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** RFC 6901 pointer into the document's body. */
  readonly pointer: string;
  readonly hint?: string;
  /** The quantities the check compared, as exact decimal text. */
  readonly measured?: Readonly<Record<string, string>>;
}

export interface Check {
  /** What holds in a sound document, in one plain sentence. */
  readonly rule: string;
  /** What to do when it does not. */
  readonly hint: string;
}

/** The checks that a finding can name; R01 is refused earlier, as a fault of the document (`document_invalid`). */
export const CHECKS = {
  R02: {
    rule: 'The window is whole UTC days: 56 to 70 at Level 1, at least 56 otherwise, ended, and no older than 400 days.',
    hint: 'Start and end the window at 00:00:00Z, at least 56 days apart and before the audit is sent.',
  },
  R03: {
    rule: 'Every series has exactly one entry per interval of the window, and no record is outside it or there twice.',
    hint: 'Give days x 24 x 60 / interval_minutes entries; write null where no measurement exists.',
  },
  R04: {
    rule: 'In no interval does IT use more energy than the whole facility.',
    hint: 'Check that the two meters are not swapped and that their clocks agree.',
  },
  R05: {
    rule: 'Each site has a facility and an IT meter, and its register advance equals the sum of its intervals.',
    hint: 'Read the registers at the window limits; intervals without a reading stay null.',
  },
  R06: {
    rule: 'The workloads together use no more than the IT meter shows, plus 2 %.',
    hint: 'Reconcile the attribution with the meter; no energy may be counted in two workloads.',
  },
  R07: {
    rule: 'The visible series and the visible workloads of the table are the same energy.',
    hint: 'Sum the series from the workloads that have an owner, a schedule and an earlier registration.',
  },
  R08: {
    rule: 'Deferrable energy is part of visible energy.',
    hint: 'Only visible workloads count as deferrable; the rest is unattributed by itself.',
  },
  R09: {
    rule: 'The deferrable series and the deferrable workloads of the table are the same energy.',
    hint: 'Sum the series from the visible workloads marked deferrable.',
  },
  R10: {
    rule: 'In no interval is more energy visible than IT used, plus 2 %.',
    hint: 'Reconcile the attribution with the meter of the same interval.',
  },
  R11: {
    rule: 'Matched carbon-free energy is consumed in the same interval and covered once by cancelled certificates.',
    hint: 'Match hour by hour; annual certificates spread over the year do not count, and each certificate counts once.',
  },
  R12: {
    rule: 'The grid share is within 0 to 1 and the carbon intensity at most 1500 g/kWh.',
    hint: 'Give the share as a fraction of 1 and the intensity in gCO2e per kWh.',
  },
  R13: {
    rule: 'Used capacity is part of reserved capacity, and redundancy is 1 or 2.',
    hint: 'Reserved unit-hours include idle ones; only N and 2N are recognised.',
  },
  R14: {
    rule: 'Discarded energy is part of the energy of the workload.',
    hint: 'Count failed, killed, superseded and never-read runs of this workload only.',
  },
  R15: {
    rule: 'Justified and unique bytes are part of stored bytes, 1 to 3 copies are required, datasets fit the meter.',
    hint: 'Use window averages from the same bill for all figures of a dataset.',
  },
  R16: {
    rule: 'Redundant transfer is part of moved transfer, and flows fit the meter.',
    hint: 'Use window sums from the same bill for all figures of a flow.',
  },
  R17: {
    rule: 'The fleet reconciles, recovered mass is part of the batch, and the route is a known one.',
    hint: 'open + acquired - retired = close; routes: redeployed, resold, refurbished, donated, recycled, landfilled, unknown.',
  },
  R18: {
    rule: 'A site hands on no more heat than its IT produced.',
    hint: 'Read the heat meter at the hand-off, in kWh of the window.',
  },
  R21: {
    rule: 'Sites and workloads have unique ids.',
    hint: 'Merge the rows, or give each its own id.',
  },
  R22: {
    rule: 'A workload first ran inside the window, and was registered no earlier than its register statement was accepted.',
    hint: 'Registration after the fact never makes past energy visible; leave registered_at null.',
  },
  R23: {
    rule: 'Batch work is deferrable unless a reason is given and countersigned.',
    hint: 'Set deferrable, or state not_deferrable_reason for the auditor to confirm.',
  },
  R24: {
    rule: 'Every sub-metric is within 0 to 1.',
    hint: 'A share above 1 means that a part was measured on another boundary than the whole.',
  },
  R25: {
    rule: 'Reserved unit-hours equal installed unit-hours within 5 %, and every visible workload names its unit.',
    hint: 'List unreserved headroom as a workload of kind platform with an owner.',
  },
  F01: {
    rule: 'Facility energy is between 1.03 and 3 times IT energy.',
    hint: 'Attach evidence for the auditor: cooling design, heat pumps, meter positions.',
  },
  F02: {
    rule: 'Meters do not repeat one reading twelve times in a row.',
    hint: 'Check for a stuck meter or values filled in by hand.',
  },
  F03: {
    rule: 'Days are not exact copies of each other.',
    hint: 'Deliver measured series, not a typical day repeated.',
  },
  F04: {
    rule: 'Power per reserved unit is physically plausible.',
    hint: 'Check the unit and the reserved unit-hours of this workload.',
  },
  F05: {
    rule: 'Some IT energy is unattributed in most intervals.',
    hint: 'Measure visible energy by itself; do not set it equal to the IT meter.',
  },
  F07: {
    rule: 'No workload keeps one constant share of IT energy.',
    hint: 'Measure the workload; an allocation key is modelled, not measured.',
  },
  F09: {
    rule: 'Mass and embodied carbon per retired unit are plausible.',
    hint: 'Check units, kg and kgCO2e of this batch.',
  },
  F10: {
    rule: 'Grid values come from the registry.',
    hint: 'The registry holds no series for these hours yet; the auditor checks the sender’s own values.',
  },
  F11: {
    rule: 'Workloads ran before the window began.',
    hint: 'A workload that first ran inside the window may count from its first run; the auditor confirms the date.',
  },
  I01: {
    rule: 'Every workload has an owner, a schedule and a registration before it ran.',
    hint: 'Register it: its energy stays in the denominator and earns nothing until then.',
  },
  I02: {
    rule: 'Every batch that was reused or recycled has a certificate.',
    hint: 'Without a certificate the batch counts as route unknown: nothing kept.',
  },
} as const satisfies Readonly<Record<string, Check>>;

export type CheckCode = keyof typeof CHECKS;

/** Where findings go while a document is read. */
export type Report = (finding: Finding) => void;

export function finding(
  severity: Severity,
  code: CheckCode,
  pointer: string,
  message: string,
  measured?: Readonly<Record<string, string>>,
): Finding {
  const base = { severity, code, message, pointer, hint: CHECKS[code].hint };
  return measured === undefined ? base : { ...base, measured };
}

/** Findings of one code and site that are listed one by one; what exceeds them is one more finding with the count. */
const LISTED_PER_CODE = 100;

/**
 * Passes on at most `LISTED_PER_CODE` findings per code; `close` then reports how many more there were, so that a broken year
 * of quarter-hours stays readable.
 */
export function limitReport(report: Report, label: string): { readonly report: Report; readonly close: () => void } {
  const seen = new Map<string, { total: number; last: Finding }>();
  return {
    report: (one) => {
      const total = (seen.get(one.code)?.total ?? 0) + 1;
      seen.set(one.code, { total, last: one });
      if (total <= LISTED_PER_CODE) report(one);
    },
    close: () => {
      for (const { total, last } of seen.values()) {
        const further = total - LISTED_PER_CODE;
        if (further <= 0) continue;
        const message = `${label}: ${further} more intervals break the same rule`;
        report({ ...last, message, measured: { further: further.toString() } });
      }
    },
  };
}
