import { isStanding } from '../../core/certificate-state.ts';
import type { FreshnessView } from '../../core/freshness.ts';
import { isLiveTier } from '../../core/live/live-state.ts';
import { CMS_1 } from '../../core/methodology/cms-1.ts';
import { formatPercent } from '../../core/rational.ts';
import type { OrganisationView } from '../../core/views.ts';
import { ageWords } from '../age-words.ts';
import { count } from '../words.ts';

const { live: RULES } = CMS_1;

/** What the state of a live tier means and what comes next, in plain words; undefined where nothing needs saying. */
export function standingWords(organisation: OrganisationView): string | undefined {
  const { certificate, freshness } = organisation;
  if (certificate === null) return undefined;
  const [reason = ''] = certificate.reasons;
  if (certificate.state === 'watch') return WATCH;
  if (certificate.state === 'suspended') return `${suspensionWords(organisation, reason)} ${CURE}`;
  if (!isStanding(certificate.state) || !isLiveTier(certificate.tier)) return undefined;
  return silenceWords(freshness);
}

const WATCH =
  'On watch means: a figure lies below its threshold, yet within the hold band of ' +
  `${formatPercent(RULES.holdComposite)} points of the composite, ${formatPercent(RULES.holdMirror)} of a mirror, ` +
  `${formatPercent(RULES.holdVisibility)} of visibility. The tier is kept. It falls after ${RULES.downgradeDays} days in a row outside the band, ` +
  `or ${RULES.belowPlain.days} of ${RULES.belowPlain.of} days below the threshold.`;

const CURE = `It is lifted once the cause is gone and ${RULES.cureDays} clean days have passed.`;

function suspensionWords({ live_evaluation: live }: OrganisationView, reason: string): string {
  if (reason === 'silence' && live !== null) {
    return (
      `No interval has counted for ${count(live.silent_days, 'closed day')}; ${RULES.silentDays} are allowed. After ` +
      `${RULES.silentDowngradeDays} the tier falls to what the audit alone supports.`
    );
  }
  return 'A suspended certificate carries no tier.';
}

/** The steps of silence (methodology 3), told before they are taken. */
function silenceWords({ live, age_seconds: age }: FreshnessView): string | undefined {
  if (age === null || live === 'live' || live === 'none') return undefined;
  const silent = `No interval has come for ${ageWords(age)}.`;
  if (live === 'delayed') return `${silent} Up to ${RULES.lateHours} hours that costs coverage only.`;
  if (live === 'stale') return `${silent} After ${RULES.silentDays} days the certificate is suspended.`;
  return `${silent} The next daily evaluation suspends the certificate.`;
}
