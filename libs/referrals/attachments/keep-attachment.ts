import { HubError, invalidInput, notFound, type InputProblem, type Uuid } from '#kernel';
import { fieldGroups, type FieldGroup } from '#directory';
import type { EvidenceAction } from '#evidence';
import {
  allowedTypes,
  attachmentsOf,
  deleteAttachment,
  extensionFits,
  keepUpload,
  keyedDigest,
  lockMessage,
  messageKinds,
  overLimit,
  record,
  sealMeta,
  type AttachmentLimits,
  type AttachmentRow,
  type MessageRow,
} from '#messages';
import type { ReferralTools } from '../tools';
import { cleanFileName } from './file-name';
import { viewOf, type AttachmentView } from './list-attachments';
import { requireDraft, type Upload } from './receive-upload';

/** What the sender says of a file. */
export interface AttachmentGiven {
  /** The file's name, as the form has it. */
  readonly name: string;
  /** The group of fields that it belongs to; without it, `trafficking` for a case, `information` for other kinds. */
  readonly group?: string;
  readonly title?: string;
}

const LONGEST_TITLE = 200;

/**
 * Makes an upload an attachment of the caller's draft. The message is locked: however many arrive at once, the limits of
 * a message hold, and none is added after it was submitted.
 *
 * @throws HubError `not_found`; `illegal_transition`; `invalid_input`; `body_too_large` with the limit.
 */
export async function keepAttachment(
  tools: ReferralTools,
  messageId: Uuid,
  upload: Upload,
  given: AttachmentGiven,
  limits: AttachmentLimits,
): Promise<AttachmentView> {
  const message = await lockOwnDraft(tools, messageId);
  const { name, group, title } = readGiven(message, upload, given);
  const present = await attachmentsOf(tools.tx, messageId, message.senderId);
  if (present.length >= limits.messageFiles) throw overLimit(limits, 'messageFiles');
  if (present.reduce((sum, { size }) => sum + size, upload.size) > limits.messageBytes)
    throw overLimit(limits, 'messageBytes');
  const { id, mediaType, size, chunks, sha256, dataKey } = upload;
  const row = {
    id,
    messageId,
    senderId: message.senderId,
    group,
    mediaType,
    size,
    chunks,
    digest: await keyedDigest(tools.vault, sha256),
    metaSealed: sealMeta(tools.vault, dataKey, id, { name, title, sha256 }),
    dataKey: dataKey.reference,
    createdAt: tools.clock.now(),
  };
  if (!(await keepUpload(tools.tx, row))) throw new Error('an upload was cleared before it was kept');
  await note(tools, message, row, 'attachment_added', 'attachment.added');
  return viewOf(tools, row);
}

/**
 * Removes an attachment of the caller's draft, with its content.
 *
 * @throws HubError `not_found`; `illegal_transition` once it was submitted.
 */
export async function removeAttachment(tools: ReferralTools, messageId: Uuid, id: Uuid): Promise<void> {
  const message = await lockOwnDraft(tools, messageId);
  const row = (await attachmentsOf(tools.tx, messageId, message.senderId)).find((each) => each.id === id);
  if (!row) throw notFound('attachment');
  await deleteAttachment(tools.tx, id, message.senderId);
  await note(tools, message, row, 'attachment_removed', 'attachment.removed');
}

async function lockOwnDraft(tools: ReferralTools, messageId: Uuid): Promise<MessageRow> {
  const message = await lockMessage(tools.tx, messageId);
  if (!message) throw notFound('message');
  requireDraft(message.state);
  return message;
}

function readGiven(
  { kind }: MessageRow,
  { mediaType }: Upload,
  given: AttachmentGiven,
): { name: string; group: FieldGroup; title: string | null } {
  const problems: InputProblem[] = [];
  const isCase = messageKinds.of(kind).carriesCase;
  const groups = isCase ? fieldGroups.filter((each) => each !== 'information') : fieldGroups;
  const group = groups.find((each) => each === (given.group ?? (isCase ? 'trafficking' : 'information')));
  if (group === undefined)
    problems.push({ pointer: '/group', code: 'isIn', message: `must be one of: ${groups.join(', ')}` });
  const title = given.title?.trim() ?? '';
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (title.length > LONGEST_TITLE || /[\u0000-\u001f\u007f-\u009f]/.test(title))
    problems.push({
      pointer: '/title',
      code: 'length',
      message: `must be one line of at most ${LONGEST_TITLE} characters`,
    });
  const name = cleanFileName(given.name);
  if (name === undefined || !extensionFits(name, mediaType))
    // Without the name: it may tell who the file is about.
    throw new HubError('invalid_input', `/file: its name does not end as ${mediaType} does, which its content is.`, {
      errors: [
        ...problems,
        { pointer: '/file', code: 'extension', message: `must end as a file of the type ${mediaType} does` },
      ],
      extra: { found: mediaType, allowed: allowedTypes },
    });
  if (group === undefined || problems.length > 0) throw invalidInput(problems);
  return { name, group, title: title === '' ? null : title };
}

async function note(
  { tx, clock, caller }: ReferralTools,
  message: MessageRow,
  row: Pick<AttachmentRow, 'id' | 'group' | 'mediaType' | 'size' | 'digest'>,
  event: string,
  action: EvidenceAction,
): Promise<void> {
  const at = clock.now();
  const about = { attachment: row.id, group: row.group, mediaType: row.mediaType, size: row.size };
  await record(tx, {
    timeline: [
      { messageId: message.id, senderId: message.senderId, event, actorId: caller.organisationId, detail: about, at },
    ],
    evidence: [
      {
        action,
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: message.id,
        senderId: message.senderId,
        detail: { ...about, digest: row.digest.toString('hex') },
      },
    ],
    events: [],
  });
}
