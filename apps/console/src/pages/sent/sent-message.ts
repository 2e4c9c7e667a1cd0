import type { Schemas } from '#api-client';

/** What the body sent, a referral or another kind: the hub gives them in one shape. */
export type SentMessage = Schemas['Message'];
export type RecipientView = Schemas['RecipientView'];
