import { isAnswered, type IdempotentRequest } from '#identity';
import { HubError, type Uuid } from '#kernel';
import { keyedDigest, type AttachmentLimits } from '#messages';
import type { ReferralTools } from '../tools';
import { keepAttachment, type AttachmentGiven } from './keep-attachment';
import type { AttachmentView } from './list-attachments';
import { digestUpload, discard, receiveUpload, type Upload } from './receive-upload';
import type { Run } from './run';

/** A form as it arrives: its file as a stream, and, once that is read, what its other parts say. */
export interface ArrivingForm {
  /** Hands the file over to be read to its end, and then gives the rest of the form. */
  read<T>(
    file: (pieces: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<{ readonly result: T; readonly given: AttachmentGiven }>;
}

/** Runs work at most once under a request's key. */
export type RunOnce = (
  request: IdempotentRequest,
  work: (tools: ReferralTools) => Promise<AttachmentView>,
) => Promise<AttachmentView>;

/**
 * Adds a file to a draft of the caller. A repeat under the same Idempotency-Key is read for its digest only, and gets
 * the first answer. Whatever is not kept in the end is removed.
 *
 * @throws HubError as `receiveUpload` and `keepAttachment`; `idempotency_key_reused`.
 */
export async function addAttachment(
  { run, once }: { readonly run: Run; readonly once: RunOnce },
  messageId: Uuid,
  request: Omit<IdempotentRequest, 'body'>,
  form: ArrivingForm,
  limits: AttachmentLimits,
): Promise<AttachmentView> {
  const answered = await run(({ tx, caller }) => isAnswered(tx, caller, request.key));
  let upload: Upload | undefined;
  let kept: AttachmentView | undefined;
  try {
    const { result: sha256, given } = await form.read(async (pieces) => {
      if (answered) return digestUpload(pieces, limits);
      upload = await receiveUpload(run, messageId, pieces, limits);
      return upload.sha256;
    });
    // The form's boundary differs from one sending to the next: what was asked is the file and the fields.
    const content = (await run(({ vault }) => keyedDigest(vault, sha256))).toString('hex');
    kept = await once({ ...request, body: { content, ...given } }, (tools) => {
      if (!upload) throw new HubError('unavailable', 'The first answer has just been forgotten. Send it again.');
      return keepAttachment(tools, messageId, upload, given, limits);
    });
    return kept;
  } finally {
    if (upload && kept?.id !== upload.id) await discard(run, upload.id);
  }
}
