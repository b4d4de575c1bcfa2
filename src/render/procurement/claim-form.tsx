import type { ComponentChildren, VNode } from 'preact';
import type { PartName } from '../../core/claim-check.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import type { ClaimWords } from './claim-words.ts';

/** The parts of a claim as they stand in the address and the form. */
export type ClaimFields = Partial<Readonly<Record<PartName, string>>>;

interface FormInput {
  readonly fields: ClaimFields;
  readonly faults: readonly PartName[];
  readonly words: ClaimWords;
}

/** A plain GET form: a checked claim has an address that can be sent to others. */
export function ClaimForm({ fields, faults, words }: FormInput): VNode {
  const attributes = (name: 'domain' | 'composite_percent' | 'certified_on') => ({
    type: 'text' as const,
    name,
    value: fields[name] ?? '',
    maxLength: 300,
    autocomplete: 'off',
    spellcheck: false,
    placeholder: words.hints[name],
    'aria-invalid': faults.includes(name) ? ('true' as const) : undefined,
  });
  return (
    <form class="buyer-form claim-form" method="get" action="/claims">
      {faults.length > 0 && (
        <p class="conflict" role="alert">
          {words.faulty} {faults.map((name) => words.parts[name]).join(', ')}
        </p>
      )}
      <div class="fields">
        <Field label={words.parts.domain} wide>
          <input {...attributes('domain')} required />
        </Field>
        <Field label={words.parts.tier}>
          <select name="tier">
            <option value="">{words.notClaimed}</option>
            {TIER_NAMES.map((tier) => (
              <option key={tier} value={tier} selected={fields.tier === tier}>
                {tier}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.parts.composite_percent}>
          <input {...attributes('composite_percent')} inputMode="decimal" />
        </Field>
        <Field label={words.parts.certified_on}>
          <input {...attributes('certified_on')} />
        </Field>
        <Field label={words.parts.live}>
          <select name="live">
            <option value="">{words.notClaimed}</option>
            <option value="true" selected={fields.live === 'true'}>
              {words.yes}
            </option>
            <option value="false" selected={fields.live === 'false'}>
              {words.no}
            </option>
          </select>
        </Field>
        <button type="submit" class="primary">
          {words.check}
        </button>
      </div>
    </form>
  );
}

function Field({ label, wide, children }: { label: string; wide?: boolean; children: ComponentChildren }): VNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class={wide === true ? 'field wide' : 'field'}>
      <span>{label}</span>
      {children}
    </label>
  );
}
