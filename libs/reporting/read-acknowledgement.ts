import type { ReferralTools } from '#referrals';
import { ownOperation } from '#routing';
import { countAcknowledgement, type CountedGroup } from './acknowledgement.store';
import type { FigureGroup } from './domain/acknowledgement-definitions';
import { acknowledgementFigures, type AcknowledgementFigures } from './domain/acknowledgement-figures';
import { periodOf, type Period } from './domain/period';
import { USUAL_USE, readTallies, type TallyUse } from './tallies/read-tallies';
import { decidedKinds } from './tallies/tally-basis';

export interface AcknowledgementQuery extends Partial<Period> {
  readonly operation: string;
  /** At least one. */
  readonly by: readonly FigureGroup[];
}

/** The figures of one group; a member that is not grouped by is null. */
export interface GroupFigures extends AcknowledgementFigures {
  readonly organisation: string | null;
  readonly priority: string | null;
  readonly kind: string | null;
}

export interface AcknowledgementReport extends Period {
  readonly operation: string;
  readonly timeZone: string;
  /** When it was counted: everything up to then is in it. */
  readonly at: Date;
  readonly by: readonly FigureGroup[];
  readonly groups: readonly GroupFigures[];
  readonly total: AcknowledgementFigures;
}

/**
 * How the recipients that the caller's body sent to, or was, answered. Exercise and test messages never count.
 *
 * A period that holds few of them is counted from the rows. Of one that holds many the answer is made of tallies, up to a few
 * minutes old and with hours to one in a hundred, unless there are none or they are too old.
 *
 * @throws HubError `operation_unknown`; `invalid_input` for a period that cannot be.
 */
export async function readAcknowledgement(
  tools: Pick<ReferralTools, 'tx' | 'clock' | 'directory' | 'caller'>,
  query: AcknowledgementQuery,
  use: TallyUse = USUAL_USE,
): Promise<AcknowledgementReport> {
  const { operation } = await ownOperation(tools.directory, tools.caller.slug, query.operation);
  const { timeZone } = operation;
  const now = tools.clock.now();
  const period = periodOf(timeZone, now, query);
  const { by } = query;
  const scope = {
    bodyId: tools.caller.organisationId,
    operationId: operation.id,
    timeZone,
    period,
    by,
    decidedKinds: decidedKinds(),
    now,
  };
  const tallied = await readTallies(tools.tx, scope, use);
  const counted = tallied?.groups ?? (await countAcknowledgement(tools.tx, scope));
  const total = counted.find((group) => group.total);
  if (!total) throw new Error('counting without groups always gives a total');
  const groups = counted.filter((group) => !group.total).map(groupFigures);
  const at = tallied?.asOf ?? now;
  return { operation: operation.id, timeZone, ...period, at, by, groups, total: acknowledgementFigures(total) };
}

function groupFigures(group: CountedGroup): GroupFigures {
  const { organisation, priority, kind } = group;
  return { organisation, priority, kind, ...acknowledgementFigures(group) };
}
