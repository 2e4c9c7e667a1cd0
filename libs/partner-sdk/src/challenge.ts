/** How the hub asks an endpoint to show that it is yours: when you have it verified, and after its address was changed. */
export const VERIFICATION_EVENT = 'endpoint.verification';

/** A verified `endpoint.verification`. It is about no message, and is not sent again. */
export interface VerificationEvent {
  readonly id: string;
  readonly type: typeof VERIFICATION_EVENT;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: {
    /** Your endpoint, as it was named when you registered it. */
    readonly endpointId: string;
    readonly challenge: string;
  };
}

/** What the hub waits for: answer 200 with it as JSON, within 8 seconds. */
export interface ChallengeAnswer {
  readonly challenge: string;
}

/** Whether it is the hub's challenge, and no event. */
export function isVerification(event: { readonly type: string }): event is VerificationEvent {
  return event.type === VERIFICATION_EVENT;
}

/**
 * The JSON to answer the hub's challenge with. Only for one that was verified with the secret of your endpoint: who answers
 * others' lets them have their webhooks sent to you.
 */
export function challengeAnswer({ data: { challenge } }: VerificationEvent): ChallengeAnswer {
  return { challenge };
}

export function isVerificationData(value: unknown): value is VerificationEvent['data'] {
  if (typeof value !== 'object' || value === null) return false;
  const { endpointId, challenge } = value as Readonly<Record<string, unknown>>;
  return typeof endpointId === 'string' && typeof challenge === 'string' && challenge !== '';
}
