import { storyParty } from './script.ts';
import type { StoryAuditor } from './types.ts';

type Levels = StoryAuditor['levels'];

/** Registered and accredited one after the other, before any organisation registers. */
const auditor = (id: string, name: string, country: string, daysAgo: number, levels: Levels): StoryAuditor => ({
  party: storyParty({ id, name, country, sector: 'M' }, 'auditor'),
  levels,
  registered: { daysAgo, minute: 9 * 60 + 20 },
  accredited: { daysAgo: daysAgo - 5, minute: 14 * 60 + 5 },
  validDays: 1095,
});

/** The fictional audit firms of the story, in the order in which they come. */
export function storyAuditors(): StoryAuditor[] {
  return [
    auditor('clearwater-assurance', 'Clearwater Assurance LLP', 'GB', 474, [1, 2, 3, 4]),
    auditor('northlight-audit', 'Northlight Audit AB', 'SE', 466, [1, 2, 3, 4]),
    auditor('pruefhaus-elbe', 'Prüfhaus Elbe GmbH', 'DE', 459, [1, 2]),
    auditor('karst-lune', 'Karst & Lune Verification SARL', 'FR', 452, [1, 2, 3]),
  ];
}
