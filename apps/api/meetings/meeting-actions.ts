import { systemZones, type MeetingTools } from '#meetings';
import type { Answer, Caller, IdempotentRequest } from '#identity';
import type { ApiActions } from '#runtime';
import type { Reply } from '../http/reply';

/** Runs a use case of meetings that only reads. */
export function seen<T>(actions: ApiActions, caller: Caller, work: (tools: MeetingTools) => Promise<T>): Promise<T> {
  return actions.run(caller, (tools) => work({ ...tools, zones: systemZones }));
}

/** Runs a use case of meetings that changes something whose version the caller names: a repeat finds another version. */
export async function acted<T>(
  actions: ApiActions,
  caller: Caller,
  work: (tools: MeetingTools) => Promise<T>,
): Promise<T> {
  const result = await actions.act(caller, (tools) => work({ ...tools, zones: systemZones }));
  actions.keepMeetings();
  return result;
}

/** Runs a use case of meetings that changes something, at most once per Idempotency-Key. */
export async function once<T>(
  actions: ApiActions,
  caller: Caller,
  request: IdempotentRequest,
  status: number,
  work: (tools: MeetingTools) => Promise<T>,
): Promise<Answer<T>> {
  const answer = await actions.change(caller, request, status, (tools) => work({ ...tools, zones: systemZones }));
  actions.keepMeetings();
  return answer;
}

/** The member under which settings of meetings travel is the library's; the API has them beside the others. */
export function withSettings<Given extends object>({
  quorum,
  approval,
  silenceDays,
  cutOffHours,
  reminderHours,
  agenda,
  ...rest
}: Given & {
  readonly quorum?: unknown;
  readonly approval?: unknown;
  readonly silenceDays?: unknown;
  readonly cutOffHours?: unknown;
  readonly reminderHours?: unknown;
  readonly agenda?: unknown;
}) {
  const settings = Object.fromEntries(
    Object.entries({ quorum, approval, silenceDays, cutOffHours, reminderHours, agenda }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  return { ...rest, settings };
}

/** Sends what is for reading outside the hub; it is kept nowhere on the way. */
export function sendPrint(reply: Reply, type: string, body: Buffer | string): void {
  reply.header('cache-control', 'private, no-store').type(type).send(body);
}

/** The bounds of a time, as they come in a query. */
export function timeOf({ from, to }: { readonly from?: string; readonly to?: string }): { from?: Date; to?: Date } {
  return {
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}
