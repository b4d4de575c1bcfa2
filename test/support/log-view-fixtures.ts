import type { LogDay, LogEntryDetail, LogEntryView, LogView } from '../../src/core/log-view.ts';
import { POSITION } from './view-fixtures.ts';

/** The log as its page shows it: a registry of some months whose newest entry is that of `POSITION`. */

const DAY_MS = 86_400_000;
const SIZE = POSITION.seq + 1;

/** A lively but even-tempered registry: weekends are quiet, one day in September a hundred firms came at once. */
function growth(): LogDay[] {
  const last = Date.parse('2026-08-25T00:00:00Z');
  const days = Array.from({ length: 90 }, (_, at) => {
    const start = new Date(last - (89 - at) * DAY_MS);
    const isWeekend = start.getUTCDay() % 6 === 0;
    const entries = isWeekend ? at % 3 : 14 + ((at * 7919) % 41) + (at === 52 ? 96 : 0);
    return { day: start.toISOString().slice(0, 10), entries };
  });
  const before = SIZE - days.reduce((sum, { entries }) => sum + entries, 0);
  let size = before;
  return days.map((day) => {
    size += day.entries;
    return { ...day, size };
  });
}

const organisation = (id: string, name: string): LogEntryView['party'] => ({
  id,
  known: { kind: 'organisation', name },
});
const BLUEGLADE = organisation('blueglade', 'Blueglade Technologies');
const KESTREL = organisation('kestrel', 'Kestrel Hosting');
const HALCYON = organisation('halcyon-genomics', 'Halcyon Genomics Research Infrastructure');
const HELIOS = { id: 'helios-assurance', known: { kind: 'auditor', name: 'Helios Assurance' } } as const;

const DIGEST = 'q7S1mH0uQWl3vYb2xKzJc9dT4nRf8eGpLhVtUwXy5oE';

type Said = readonly [type: string, party: LogEntryView['party'], text: string, hasReceipt: boolean];
const SAID: readonly Said[] = [
  ['certificate.suspended', KESTREL, 'Silver suspended: a signing key it rests on was compromised.', false],
  ['key.revoked', KESTREL, 'Key for statements revoked.', true],
  ['listing.snapshot', null, 'Listing of 212 organisations as of seq 4207 put on record.', true],
  ['certificate.issued', BLUEGLADE, 'Bronze issued at composite 0.452209, valid to 2027-08-25T11:40:12Z.', true],
  ['audit.countersigned', BLUEGLADE, 'helios-assurance gave the opinion "accept" at level 1.', true],
  ['certificate.superseded', HALCYON, 'Silver superseded: a newer certificate was issued.', false],
  ['certificate.issued', HALCYON, 'Silver issued at composite 0.823041, valid to 2027-08-25T09:05:44Z.', true],
  ['case.opened', { id: 'blue-glade', known: null }, 'Case opened: the name resembles another holder.', false],
  [
    'audit.held',
    organisation('saltmarsh', 'Saltmarsh Payments'),
    'Audit held: the claim differs too far from the recomputed composite 0.670113.',
    true,
  ],
  ['auditor.accredited', HELIOS, 'Accredited for levels 1, 2, 3 until 2028-08-24T00:00:00Z.', false],
  ['act.effective', null, 'An act took effect with 2 officer signatures.', false],
  ['act.signed', HELIOS, 'An officer signed the act "confirm".', true],
];

const ENTRIES: readonly LogEntryView[] = SAID.map(([type, party, text, hasReceipt], at) => ({
  index: POSITION.seq - at,
  at: new Date(Date.parse(POSITION.as_of) - at * 2_777_000).toISOString().replace('.000', ''),
  type,
  text,
  party,
  receipt: hasReceipt ? DIGEST : null,
}));

export const LOG: LogView = {
  origin: 'registry.example/log',
  vkeys: ['registry.example/log+7c1e1f2b+AVqUdN2X0m9pRZ3Jc6yFh1sKQx8bG5TtLwE4vYo7uMiP'],
  head: { size: SIZE, root: '0GmX1b7Zq5Wn3s8cYt4RkVhJpLdEuF2oTgKxAy9iQvM=', as_of: POSITION.as_of },
  fault: null,
  days: growth(),
  entries: ENTRIES,
  cosigners: [],
};

export const COSIGNED: LogView = {
  ...LOG,
  cosigners: [
    { name: 'witness.nordwacht.example/w1', party: null, size: SIZE, at: '2026-08-25T14:05:11Z' },
    { name: 'helios-assurance.example', party: 'helios-assurance', size: SIZE - 38, at: '2026-08-25T06:00:02Z' },
  ],
};

export const REFUSING: LogView = {
  ...COSIGNED,
  fault: 'the database ends at entry 4,102, before the published head of size 4,212: it was restored from a backup',
};

export const EMPTY_LOG: LogView = { ...LOG, head: null, days: [], entries: [] };

const [FIRST] = ENTRIES.slice(3);
if (FIRST === undefined) throw new Error('the fixture has entries');
export const ENTRY: LogEntryDetail = {
  entry: FIRST,
  leaf: `{"at":"${FIRST.at}","certificate":"0198f6c2-9d2e-7f7a-8a44-3c0b9a1de000","composite_6":"0.452209","d":"${DIGEST}","in":["q7S1mH0uQWl3vYb2xKzJc9dT4nRf8eGpLhVtUwXy5oE","Pn3s8cYt4RkVhJpLdEuF2oTgKxAy9iQvM0GmX1b7Zq5"],"methodology":"CMS-1.0.0","org":"blueglade","reason":"decision","t":"certificate.issued","tier":"Bronze","v":1,"valid_from":"2026-08-25T11:40:12Z","valid_to":"2027-08-25T11:40:12Z"}`,
  hash: '9iQvM0GmX1b7Zq5Wn3s8cYt4RkVhJpLdEuF2oTgKxAy=',
  isStatement: true,
  size: SIZE,
};
