import { isPartyId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import type { Outcome } from '../../registry/accept.ts';
import { acceptInventory } from '../../registry/accept-inventory.ts';
import { changeKey } from '../../registry/change-key.ts';
import { registerWorkloads } from '../../registry/register-workloads.ts';
import { requireParty } from '../../registry/require-party.ts';
import { kidOf, publicJwkOf } from '../../sdk/sign.ts';
import type { Narrator } from '../narrator.ts';
import type { LivePlan } from '../story/types.ts';
import { type InventoryPeriod, inventoryBody } from './documents.ts';
import { type RegisterState, registerOn, siteOf, telemetryKeyName } from './plan.ts';

/** The statements an organisation makes about its telemetry, with its own key. */
type Pen = Pick<Narrator, 'deps' | 'sign' | 'keyOf'>;

async function signed(pen: Pen, party: string, typ: StatementTyp, body: JsonObject): Promise<Uint8Array> {
  return pen.sign({ iss: party, key: await pen.keyOf(party) }, typ, body);
}

/** Registers the key of the site's meters; the site's key says itself that it wants to be the party's. */
export async function addTelemetryKey(pen: Pen, party: string, plan: LivePlan): Promise<void> {
  const { site_id } = siteOf(plan);
  const key = await pen.keyOf(telemetryKeyName(party, site_id));
  const scope = { use: 'telemetry', site_id };
  const bodyOfProof = { schema: 'cms-key-proof/1', party_id: party, kid: kidOf(key), ...scope };
  const proof = await pen.sign({ iss: party, key }, 'cms-key-proof+jwt', bodyOfProof);
  const body = {
    schema: 'cms-key/1',
    op: 'add',
    jwk: { ...publicJwkOf(key) },
    ...scope,
    proof: Buffer.from(proof).toString('utf8'),
    prev: await keyChainHead(pen, party),
  };
  await changeKey(pen.deps, party, await signed(pen, party, 'cms-key+jwt', body));
}

async function keyChainHead({ deps }: Pen, party: string): Promise<string> {
  if (!isPartyId(party)) throw new Error(`${party} is no party id`);
  const { keyChainHead: head } = await deps.ledger.read((tx) => requireParty(tx, party));
  return head;
}

/** States the register as it is on a day of the story. */
export async function stateRegister(pen: Pen, party: string, plan: LivePlan, state: RegisterState): Promise<Outcome> {
  return registerWorkloads(pen.deps, await signed(pen, party, 'cms-workloads+jwt', registerOn(plan, state)));
}

/** States storage, traffic, capacity and the ledger of a period. */
export async function stateInventory(
  pen: Pen,
  party: string,
  plan: LivePlan,
  period: InventoryPeriod,
): Promise<Outcome> {
  return acceptInventory(pen.deps, await signed(pen, party, 'cms-inventory+jwt', inventoryBody(plan, period)));
}
