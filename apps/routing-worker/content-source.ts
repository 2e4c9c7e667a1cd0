import type { ContentSource } from '#delivery';
import { contentToSend, type ContentTools } from '#referrals';

/** Where webhooks get their content from: what the body would read of the message itself, at this moment. */
export function contentSource(
  tools: Omit<ContentTools, 'tx'> & { readonly onContentFault: (error: unknown) => void },
): ContentSource {
  return {
    read: (tx, messageId, organisationId) => contentToSend({ ...tools, tx }, messageId, organisationId),
    onFault: tools.onContentFault,
  };
}
