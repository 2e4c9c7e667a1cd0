/** A webhook that is to be forwarded. */
export interface Webhook {
  /** The `webhook-id`. */
  readonly id: string;
  readonly type: string;
  /** The bytes that are signed and sent, as text. */
  readonly body: string;
}

/** Where webhooks come from, and how failures that pass are told. */
export interface Following {
  readonly signal: AbortSignal;
  /** Called for one after the other, each once. */
  readonly tell: (webhook: Webhook) => Promise<void>;
  readonly onRetry: (error: unknown) => void;
}
