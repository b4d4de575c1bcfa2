import { performAct } from '../registry/perform-act.ts';
import type { Narrator } from './narrator.ts';

/** An act signed by as many of the demo's officers as it needs. */
export async function actUntilEffective(
  narrator: Narrator,
  members: { readonly subject: string; readonly [member: string]: unknown },
): Promise<void> {
  const [first, ...others] = narrator.officers;
  if (first === undefined) throw new Error('the demo has no officer');
  const sign = (key: typeof first, body: object) =>
    narrator.sign({ iss: 'registry', key }, 'cms-act+jwt', { schema: 'cms-act/1', ...body });
  const signed = await performAct(narrator.deps, await sign(first, members), { dryRun: false });
  let { answer } = signed;
  for (const key of others) {
    if (answer['effective'] === true) return;
    const confirmation = {
      action: 'confirm',
      subject: members.subject,
      act: signed.answer['digest'],
      reason: 'confirmed',
    };
    ({ answer } = await performAct(narrator.deps, await sign(key, confirmation), { dryRun: false }));
  }
  if (answer['effective'] !== true) throw new Error('the demo has fewer officers than an act needs');
}
