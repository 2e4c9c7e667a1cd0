import type { HttpSender, PostRequest, SendResult } from '#platform/http-client';
import type { AccessTokens } from './access-tokens';
import type { OAuth2Credentials } from './lane-credentials';

/** Less than this is not worth another try, milliseconds. */
const LEAST_MS = 500;

/**
 * Posts with an access token, all within the request's deadline: half of it at most for the token. A receiver that
 * answers 401 gets the request once more with a new token, if there is one. Never rejects.
 */
export async function postAuthorized(
  { sender, tokens }: { readonly sender: HttpSender; readonly tokens: AccessTokens },
  client: OAuth2Credentials,
  url: string,
  request: PostRequest,
): Promise<SendResult> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const post = async (token: string): Promise<SendResult> => {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const deadlineMs = Math.max(1, Math.round(request.deadlineMs - elapsed()));
    const result = await sender.post(url, { ...request, headers, deadlineMs });
    return { ...withoutToken(result, token), durationMs: Math.round(elapsed()) };
  };
  const token = await tokens.get(client, request.deadlineMs / 2);
  if (typeof token !== 'string') return { ...token, durationMs: Math.round(elapsed()) };
  const first = await post(token);
  const left = request.deadlineMs - elapsed();
  if (first.kind !== 'response' || first.status !== 401 || left < LEAST_MS) return first;
  const other = await tokens.afterRefusal(client, token, left / 2);
  return other === undefined ? first : post(other);
}

/** A receiver may repeat what it got in its answer, the start of which is kept on record. */
function withoutToken(result: SendResult, token: string): SendResult {
  if (result.kind === 'fault') return result;
  const bodyExcerpt = result.bodyExcerpt.replaceAll(token, '[token]');
  return { ...result, bodyExcerpt, body: Buffer.from(bodyExcerpt) };
}
