import { assertThat } from '../core/errors.ts';
import { readQuery } from './query.ts';

/**
 * A form body (application/x-www-form-urlencoded) as its members. Unknown members stay, as RFC 6749 section 3.2 wants them
 * ignored.
 *
 * @throws RegistryError request_invalid for a repeated member or one that is not percent-encoded UTF-8
 */
export function readForm(body: Uint8Array): Readonly<Record<string, string>> {
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(readQuery(Buffer.from(body).toString('latin1')))) {
    assertThat(
      typeof value === 'string',
      'request_invalid',
      'a member of the form is repeated',
      issue(name, 'repeated'),
    );
    assertThat(!value.includes('\u0000'), 'request_invalid', 'the form is not UTF-8', issue(name, 'wrong_format'));
    form[name] = value;
  }
  return form;
}

const issue = (name: string, code: string) => ({
  issues: [{ pointer: `/${name.slice(0, 100)}`, code, detail: 'give it once, as percent-encoded UTF-8' }],
});
