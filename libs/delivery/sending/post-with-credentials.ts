import type { HttpSender, PostRequest, SendResult } from '#platform/http-client';
import type { AccessTokens } from './access-tokens';
import type { LaneCredentials } from './lane-credentials';
import { postAuthorized } from './post-authorized';

/** Posts and shows the endpoint what it asks for: a client certificate, an access token, both or neither. Never rejects. */
export function postWithCredentials(
  tools: { readonly sender: HttpSender; readonly tokens: AccessTokens },
  { clientCertificate, oauth2 }: LaneCredentials,
  url: string,
  request: PostRequest,
): Promise<SendResult> {
  const shown = clientCertificate ? { ...request, clientCertificate } : request;
  return oauth2 ? postAuthorized(tools, oauth2, url, shown) : tools.sender.post(url, shown);
}
