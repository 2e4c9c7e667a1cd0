import type { Uuid } from '#kernel';
import type { AttachmentLimits } from '#messages';
import { addAttachment, type ArrivingForm, type AttachmentGiven, type AttachmentView, type Run } from '#referrals';
import { contextOf, idempotently } from '#identity';
import { inPieces, pdfOf } from './files';
import type { HubDatabase } from './hub-database';

/** The limits that the hub ships with. */
export const usualLimits: AttachmentLimits = { fileBytes: 10_485_760, messageFiles: 10, messageBytes: 26_214_400 };

export interface Attached {
  readonly file?: Buffer;
  readonly given?: Partial<AttachmentGiven>;
  readonly limits?: Partial<AttachmentLimits>;
  readonly key?: string;
  /** Takes the place of the file: a form that breaks off, for example. */
  readonly pieces?: AsyncIterable<Buffer>;
}

/** Use cases run as a body, each in its own transaction. */
export function runAs(hub: HubDatabase, slug: string): Run {
  return (work) => hub.as(slug, work);
}

/** Attaches a file to a draft, as the API does. */
export async function attach(
  hub: HubDatabase,
  slug: string,
  messageId: Uuid,
  over: Attached = {},
): Promise<AttachmentView> {
  const given = { name: 'statement.pdf', ...over.given };
  const pieces = over.pieces ?? inPieces(over.file ?? pdfOf());
  const form: ArrivingForm = { read: async (file) => ({ result: await file(pieces), given }) };
  const caller = await hub.caller(slug);
  return addAttachment(
    {
      run: runAs(hub, slug),
      once: async (request, work) =>
        (
          await hub.api.transaction(contextOf(caller), (tx) => {
            const { vault, clock, directory } = hub;
            const tools = { tx, vault, clock, directory, caller };
            return idempotently(tools, request, async () => ({ status: 201, body: await work(tools) }));
          })
        ).body,
    },
    messageId,
    { key: over.key, route: `POST /v1/messages/${messageId}/attachments` },
    form,
    { ...usualLimits, ...over.limits },
  );
}
