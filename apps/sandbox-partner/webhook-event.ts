import { isUuid, type Uuid } from '#kernel';

/** What a partner needs of a webhook: thin by design, the content is fetched from `href`. */
export interface WebhookEvent {
  readonly type: string;
  readonly messageId: Uuid;
  readonly href: string;
}

/** Reads a webhook's body; undefined when it is not one. Unknown members are left alone: later versions may add some. */
export function readWebhookEvent(raw: Buffer): WebhookEvent | undefined {
  let content: unknown;
  try {
    content = JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(content) || !isRecord(content['data'])) return undefined;
  const { type } = content;
  const { messageId, href } = content['data'];
  if (typeof type !== 'string' || typeof messageId !== 'string' || typeof href !== 'string') return undefined;
  return isUuid(messageId) && URL.canParse(href) ? { type, messageId, href } : undefined;
}

/** The challenge of a webhook that asks the receiver to show that it is one; undefined for every other. */
export function readChallenge(raw: Buffer): string | undefined {
  let content: unknown;
  try {
    content = JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(content) || content['type'] !== 'endpoint.verification' || !isRecord(content['data'])) return undefined;
  const { challenge } = content['data'];
  return typeof challenge === 'string' ? challenge : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
