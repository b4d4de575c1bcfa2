import { type AuditWorkloads, standingSpans } from '../../core/telemetry/register.ts';
import type { ReplayedAudit, ReplayedParty } from './state.ts';

/** When an audit had a standing accept. */
export const spansOf = ({ opinions }: ReplayedAudit): ReturnType<typeof standingSpans> => standingSpans(opinions);

/** An organisation's audits with their accepts, as live telemetry looks at them; undefined where one could not be read. */
export function auditsOf({ audits }: ReplayedParty): readonly AuditWorkloads[] | undefined {
  const known = audits.flatMap((audit) => {
    const { evaluated, index } = audit;
    return evaluated === undefined
      ? []
      : [{ acceptedSeq: index, spans: spansOf(audit), workloads: evaluated.workloads }];
  });
  return known.length === audits.length ? known : undefined;
}
