import { HubError } from '#kernel';

/** How much may be attached. */
export interface AttachmentLimits {
  /** Largest file, bytes. */
  readonly fileBytes: number;
  /** Files of one message. */
  readonly messageFiles: number;
  /** All files of one message together, bytes. */
  readonly messageBytes: number;
}

const WORDS: Readonly<Record<keyof AttachmentLimits, (limit: number) => string>> = {
  fileBytes: (limit) => `A file may have ${limit} bytes. Send a smaller one, or split it.`,
  messageFiles: (limit) => `A message may have ${limit} attachments. Remove one first.`,
  messageBytes: (limit) => `The attachments of a message may have ${limit} bytes together. Remove one first.`,
};

/** The refusal of what goes over a limit: names the limit, never the file. */
export function overLimit(limits: AttachmentLimits, which: keyof AttachmentLimits): HubError {
  return new HubError('body_too_large', WORDS[which](limits[which]), {
    extra: { limit: limits[which], exceeded: which },
  });
}
