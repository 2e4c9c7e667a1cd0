import type { ApiCaller } from './api-caller';

export interface VerifiedEndpoint {
  readonly id: string;
  readonly secret: string;
  readonly publicKey: string;
  readonly state: string;
  readonly version: number;
}

/** Registers an endpoint as a partner does: makes it, and has its receiver answer the challenge. */
export async function verifiedEndpoint(
  caller: ApiCaller,
  json: { readonly url: string } & Readonly<Record<string, unknown>>,
): Promise<VerifiedEndpoint> {
  const created = await caller.call<VerifiedEndpoint>('POST', '/v1/webhook-endpoints', { json });
  if (created.status !== 201) throw new Error(`the endpoint was answered with ${created.status}`);
  const path = `/v1/webhook-endpoints/${created.body.id}/verify`;
  const verified = await caller.call<VerifiedEndpoint>('POST', path);
  if (verified.status !== 200) throw new Error(`${path} answered ${verified.status}: ${JSON.stringify(verified.body)}`);
  return { ...created.body, ...verified.body };
}

/** What a receiver answers when it is asked to show that it is one: undefined for any other webhook. */
export function challengeAnswer(raw: string): string | undefined {
  const { type, data } = JSON.parse(raw) as { type: string; data: { challenge?: string } };
  return type === 'endpoint.verification' ? JSON.stringify({ challenge: data.challenge }) : undefined;
}
