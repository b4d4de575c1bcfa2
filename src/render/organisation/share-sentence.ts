import type { SubmetricId } from '../../core/methodology/cms-1.ts';
import type { ShareJson } from '../../core/methodology/score-json.ts';
import type { Language } from '../lang.ts';
import { formatShare } from '../words.ts';
import { ended, quantity } from './local.ts';
import { SHARE_WORDS } from './share-words.ts';

/** The unit as people of the language write it. */
const unitOf = (unit: string, lang: Language): string => (lang === 'fr' ? unit.replace('GB', 'Go') : unit);

/**
 * A share in one sentence with its two quantities: `Of each 100 kWh the computers used, 80.0 belonged to work with an owner and
 * a schedule (112,000 of 140,000 kWh).` Where there is no share it says so; what is missing is never called nought.
 */
export function shareSentence(id: SubmetricId, share: ShareJson, lang: Language): string {
  const words = SHARE_WORDS[lang];
  if (share.status === 'not_applicable' || share.value === null) return words.notApplicable;
  if (share.status === 'missing') return words.missing;
  const said = words.shares[id].sentence.replace('#', formatShare(share.value));
  // Where nothing at all passed, the share rests on a rule and not on quantities.
  if (/^0(\/|$)/.test(share.denominator)) return ended(said, lang);
  const quantities = words.quantities(
    quantity(share.numerator, lang),
    quantity(share.denominator, lang),
    unitOf(share.unit, lang),
  );
  return ended(lang === 'ja' ? `${said}（${quantities}）` : `${said} (${quantities})`, lang);
}
