/** What may be attached: media type → the extensions that its files may have. Everything else is refused. */
export const attachmentTypes = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'text/plain': ['txt'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type AttachmentType = keyof typeof attachmentTypes;

/** The media types of the list. */
export const allowedTypes = Object.keys(attachmentTypes) as readonly AttachmentType[];

/** Whether a file's name ends as files of this type do. */
export function extensionFits(name: string, type: AttachmentType): boolean {
  const [, extension] = /\.([a-z0-9]{1,8})$/i.exec(name) ?? [];
  const fitting: readonly string[] = attachmentTypes[type];
  return extension !== undefined && fitting.includes(extension.toLowerCase());
}
