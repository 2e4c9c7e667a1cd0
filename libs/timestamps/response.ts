import { PKIStatus, TimeStampResp } from 'pkijs';
import { isOneValue, type TimestampRequest } from './request';
import { TimestampRefused } from './timestamp-refused';
import { openToken, type Timestamp } from './token';
import type { TrustedAuthorities } from './trusted-authorities';

/**
 * The time stamp of an answer (RFC 3161, section 2.4.2) to a request.
 *
 * @throws TimestampRefused when it is none, answers another request, or does not count.
 */
export async function openResponse(
  der: Buffer,
  request: TimestampRequest,
  trusted: TrustedAuthorities,
): Promise<Timestamp> {
  const response = parsed(der);
  const { status } = response.status;
  if (status !== PKIStatus.granted && status !== PKIStatus.grantedWithMods)
    throw new TimestampRefused('not_granted', `The authority granted no time stamp (status ${status}).`);
  if (!response.timeStampToken) throw new TimestampRefused('unreadable', 'The answer holds no time stamp.');
  const token = Buffer.from(response.timeStampToken.toSchema().toBER());
  const timestamp = await openToken(token, request.data, trusted);
  if (timestamp.nonce?.equals(request.nonce) !== true)
    throw new TimestampRefused('nonce', 'The time stamp answers another request: its nonce is another.');
  return timestamp;
}

function parsed(der: Buffer): TimeStampResp {
  try {
    if (isOneValue(der)) return TimeStampResp.fromBER(der);
  } catch (error) {
    throw new TimestampRefused('unreadable', 'The answer is not one of RFC 3161.', { cause: error });
  }
  throw new TimestampRefused('unreadable', 'The answer is not one ASN.1 value.');
}
