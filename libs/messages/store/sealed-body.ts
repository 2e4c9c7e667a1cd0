import type { Uuid } from '#kernel';
import type { DataKey, Vault } from '#vault';
import type { JsonObject } from '../domain/release/json';
import type { MessageRow } from './message.store';
import type { RecipientRow } from './recipient.store';

/** Where each sealed value belongs: bound to its ciphertext. */
export const sealedPlaces = {
  body: (messageId: Uuid) => ({ table: 'messages', id: messageId, field: 'body' }),
  release: (recipientId: Uuid) => ({ table: 'recipients', id: recipientId, field: 'release' }),
  note: (recipientId: Uuid) => ({ table: 'message_events', id: recipientId, field: 'note' }),
} as const;

/** Seals a message's body under its data key: one for as long as it lives, so that erasing it erases every former version. */
export async function sealBody(
  vault: Vault,
  messageId: Uuid,
  body: JsonObject,
  reference?: Buffer | null,
): Promise<{ dataKey: DataKey; sealed: Buffer }> {
  const dataKey = reference ? await vault.openDataKey(reference) : await vault.createDataKey();
  return { dataKey, sealed: vault.sealJson(dataKey, body, sealedPlaces.body(messageId)) };
}

/** The body of a message, or undefined when its key was destroyed. */
export async function openBody(vault: Vault, message: MessageRow): Promise<JsonObject | undefined> {
  if (!message.dataKey || !message.bodySealed) return undefined;
  const dataKey = await vault.openDataKey(message.dataKey);
  return vault.openJson(dataKey, message.bodySealed, sealedPlaces.body(message.id)) as JsonObject;
}

/** What was released to a recipient, or undefined when its key was destroyed. */
export async function openRelease(vault: Vault, recipient: RecipientRow): Promise<unknown> {
  if (!recipient.dataKey || !recipient.releaseSealed) return undefined;
  const dataKey = await vault.openDataKey(recipient.dataKey);
  return vault.openJson(dataKey, recipient.releaseSealed, sealedPlaces.release(recipient.id));
}
