import type { ComponentChildren, VNode } from 'preact';
import { CERTIFICATE_STATES } from '../../core/certificate-state.ts';
import type { LiveState } from '../../core/freshness.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import type { ListingQuery } from '../../core/views.ts';
import { TierName } from '../parts.tsx';
import { capitalise } from '../words.ts';
import { stateParameter } from './listing-links.ts';

const LIVE: readonly LiveState[] = ['live', 'delayed', 'stale', 'silent', 'none'];
const LEVELS = [1, 2, 3, 4];

/** Search and filters as one plain GET form; it works without any script. */
export function ListingFilters({ query }: { query: ListingQuery }): VNode {
  return (
    <search>
      <form class="filters" method="get" action="/" aria-label="Find organisations">
        <div class="filters-main">
          <label class="field search">
            <span>Name, domain, legal id or party id</span>
            <input type="search" name="q" value={query.q ?? ''} maxLength={200} autocomplete="off" data-search />
          </label>
          <button type="submit" class="primary">
            Show
          </button>
          <fieldset class="tiers">
            <legend>Tier</legend>
            {TIER_NAMES.map((tier) => (
              <label key={tier} class="chip">
                <input type="checkbox" name="tier" value={tier} checked={query.tier.includes(tier)} />
                <TierName tier={tier} size={14} />
              </label>
            ))}
          </fieldset>
        </div>
        <details class="more" open={hasMore(query)}>
          <summary>More filters</summary>
          <MoreFields query={query} />
        </details>
        <Kept query={query} />
      </form>
    </search>
  );
}

const hasMore = (query: ListingQuery): boolean =>
  [query.minComposite, query.country, query.sector, query.live, query.assurance, stateParameter(query.state)].some(
    (value) => value !== undefined && value !== '',
  );

function MoreFields({ query }: { query: ListingQuery }): VNode {
  const live = LIVE.map((state): Choice => [state, state === 'none' ? 'No telemetry' : capitalise(state)]);
  return (
    <div class="fields">
      <Field label="Certificate">
        <Select name="state" value={stateParameter(query.state) ?? ''} choices={stateChoices(query)} />
      </Field>
      <Field label="Composite at least, %">
        <input type="text" name="min_composite" value={query.minComposite ?? ''} inputMode="decimal" maxLength={8} />
      </Field>
      <Field label="Assurance level">
        <Select
          name="assurance"
          value={query.assurance?.toString() ?? ''}
          choices={[['', 'Any'], ...LEVELS.map((level): Choice => [level.toString(), `Level ${level}`])]}
        />
      </Field>
      <Field label="Live telemetry">
        <Select name="live" value={query.live ?? ''} choices={[['', 'Any'], ...live]} />
      </Field>
      <Field label="Country, two letters">
        <input type="text" name="country" value={query.country ?? ''} maxLength={2} autocomplete="off" />
      </Field>
      <Field label="Sector">
        <input type="text" name="sector" value={query.sector ?? ''} maxLength={80} autocomplete="off" />
      </Field>
    </div>
  );
}

type Choice = readonly [value: string, label: string];

function stateChoices(query: ListingQuery): Choice[] {
  const single = CERTIFICATE_STATES.map((state): Choice => [state, state === 'watch' ? 'On watch' : capitalise(state)]);
  const current = stateParameter(query.state);
  const known = current === undefined || current === 'all' || single.some(([value]) => value === current);
  const mixed: Choice[] = known ? [] : [[current, current.replaceAll(',', ', ')]];
  return [['', 'Standing today'], ['all', 'All, and declared only'], ...single, ...mixed];
}

function Field({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

function Select({ name, value, choices }: { name: string; value: string; choices: readonly Choice[] }): VNode {
  return (
    <select name={name}>
      {choices.map(([choice, label]) => (
        <option key={choice} value={choice} selected={choice === value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** What the form does not show but must not lose. */
function Kept({ query }: { query: ListingQuery }): VNode {
  return (
    <>
      {query.sort !== '-composite' && <input type="hidden" name="sort" value={query.sort} />}
      {query.at !== undefined && <input type="hidden" name="at" value={query.at} />}
    </>
  );
}
