import { cleaned, type MailText } from './compose-mail';
import { layOutNotice } from './lay-out-notice';
import type { EndpointMailKind } from './leave-endpoint-notices';

/** All that a mail knows of an endpoint. No path and no query of its address: they may hold what is not for a mailbox. */
export interface EndpointMailFacts {
  readonly kind: EndpointMailKind;
  /** Name of the body that is written to. */
  readonly body: string;
  /** Role of whoever reads the mailbox. */
  readonly role: string;
  /** Title of the operation. */
  readonly operation: string;
  /** Name of the body whose endpoint it is, where that is another one: its coordinator is told. */
  readonly owner: string | undefined;
  /** Host of the endpoint. */
  readonly host: string;
  readonly endpointId: string;
  /** Why the hub disabled it. */
  readonly reason: string | undefined;
  /** When it was disabled, or since when every attempt failed. */
  readonly since: Date;
  /** Events that wait for it. */
  readonly waiting: number;
  /** Where the hub is reached. */
  readonly api: string;
}

/** The words of a mail about an endpoint. */
export function composeEndpointMail(facts: EndpointMailFacts): MailText {
  const plain = cleaned(facts);
  const { opening, subject, does } = words(plain);
  const since = `${plain.since.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const rows: [string, string][] = [
    ['Operation', plain.operation],
    ...(plain.owner === undefined
      ? ([
          ['Host', plain.host],
          ['Endpoint', plain.endpointId],
        ] satisfies [string, string][])
      : ([['Body', plain.owner]] satisfies [string, string][])),
    ...(plain.reason === undefined ? [] : ([['Why', plain.reason]] satisfies [string, string][])),
    ['Since', since],
    ['Waiting', `${plain.waiting} ${plain.waiting === 1 ? 'event' : 'events'}; none is lost`],
  ];
  const after =
    'This mail says nothing about a case or a person. It was sent by a machine, and answers are read by nobody.';
  return layOutNotice({
    ...{ subject: `[Liaison Hub] ${subject}`, role: plain.role, body: plain.body },
    ...{ opening, rows, does, after },
  });
}

function words({ kind, body, owner, host, endpointId, api }: EndpointMailFacts): {
  readonly opening: string;
  readonly subject: string;
  readonly does: string;
} {
  const disabled = kind === 'endpoint_disabled';
  if (owner !== undefined)
    return {
      subject: disabled ? `${owner} is not told of its messages any more` : `${owner} has not been reached for a day`,
      opening: disabled
        ? `The hub does not send to a system of ${owner} any more. Whatever is routed to ${owner} waits in its inbox, and its people may not know.`
        : `For a day no event has reached a system of ${owner}. Whatever is routed to ${owner} waits in its inbox, and its people may not know.`,
      does: `Call the focal point of ${owner}: urgent referrals may be unread. It can read its inbox in the hub meanwhile.`,
    };
  return disabled
    ? {
        subject: `your webhook endpoint at ${host} was disabled`,
        opening: `The hub does not send to an endpoint of ${body} any more: what is routed to ${body} is held, and stays in your inbox.`,
        does: `Look into your inbox now: urgent referrals may be unread. Then have your system mended, and the endpoint made active again: PATCH ${api}/v1/webhook-endpoints/${endpointId} with {"state": "active"}. What was held is sent then.`,
      }
    : {
        subject: `your webhook endpoint at ${host} has failed for a day`,
        opening: `For a day no event has reached an endpoint of ${body}. The hub goes on trying; after five days without one success it disables the endpoint.`,
        does: `Look into your inbox now: urgent referrals may be unread. Then have your system mended; ${api}/v1/webhook-endpoints/${endpointId}/attempts shows what it answered.`,
      };
}
