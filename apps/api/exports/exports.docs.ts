import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { Documented, type RouteDoc } from '../http/answers';
import { CSV, XLSX } from './file-answer';

const file = { type: 'string', format: 'binary' } as const;
const FILE_HEADERS = {
  'Content-Disposition': {
    description: 'attachment, with a name that says nothing of anybody.',
    schema: { type: 'string' },
  },
  Link: {
    description: 'When there is more than `limit`: the next export, as `rel="next"`.',
    schema: { type: 'string' },
  },
} as const;
const BUNDLE = {
  type: 'object',
  description: 'Bundle of FHIR R4 (4.0.1), type collection.',
  required: ['resourceType', 'type', 'entry'],
  properties: {
    resourceType: { type: 'string', enum: ['Bundle'], description: 'Always Bundle.' },
    type: { type: 'string', enum: ['collection'], description: 'Always collection.' },
    entry: { type: 'array', items: { type: 'object' }, description: 'ServiceRequest, Tasks, Patient, Organizations.' },
  },
};

/** Documents a route that answers in a form of its own instead of JSON by component schema. */
function DocumentedFile(
  doc: RouteDoc,
  content: Readonly<Record<string, { readonly schema: object }>>,
  headers?: typeof FILE_HEADERS,
): MethodDecorator {
  return applyDecorators(
    Documented(doc),
    ApiResponse({ status: doc.status, description: doc.answer, content, ...(headers ? { headers } : {}) }),
  );
}

export const ExportReferralsDoc = (): MethodDecorator =>
  DocumentedFile(
    {
      operationId: 'exportReferrals',
      summary: 'Export your referrals as HTCDS 2.0 rows, oldest first',
      description:
        'CSV or an Excel workbook in the layout of the HTCDS template, with the columns of the hub at its right. Text that a ' +
        'spreadsheet could take for a formula is guarded by an apostrophe, which an import takes off again. The export is kept as evidence, by count.',
      status: 200,
      answer: 'The file.',
      problems: ['invalid_input'],
    },
    { [CSV]: { schema: file }, [XLSX]: { schema: file } },
    FILE_HEADERS,
  );

export const ExportInboxDoc = (): MethodDecorator =>
  DocumentedFile(
    {
      operationId: 'exportInbox',
      summary: 'Export the referrals that your body received as HTCDS 2.0 rows',
      description:
        'Each row holds what your profile releases, and no more. What was called off or recalled is left out. The export, and ' +
        'the read of each item, are kept as evidence; the read counts as delivery.',
      status: 200,
      answer: 'The file.',
      problems: ['invalid_input'],
    },
    { [CSV]: { schema: file }, [XLSX]: { schema: file } },
    FILE_HEADERS,
  );

export const ReferralAsFhirDoc = (): MethodDecorator =>
  DocumentedFile(
    {
      operationId: 'getReferralAsFhir',
      summary: 'Read one of your referrals as FHIR R4',
      path: { id: 'Id of the referral.' },
      description: 'A Bundle with a ServiceRequest, a Task per recipient, the Patient and the Organizations.',
      status: 200,
      answer: 'The bundle.',
      problems: ['erased'],
    },
    { 'application/fhir+json': { schema: BUNDLE } },
  );

export const InboxItemAsFhirDoc = (): MethodDecorator =>
  DocumentedFile(
    {
      operationId: 'getInboxItemAsFhir',
      summary: 'Read a referral that was sent to your body as FHIR R4',
      path: { messageId: 'Id of the message.' },
      description:
        'A Bundle with the ServiceRequest and your Task, made of what your profile releases. It is a read of the inbox item: kept as evidence, and counts as delivery.',
      status: 200,
      answer: 'The bundle.',
      problems: ['erased'],
    },
    { 'application/fhir+json': { schema: BUNDLE } },
  );

export const ReferralAsEdxlDoc = (): MethodDecorator =>
  DocumentedFile(
    {
      operationId: 'getReferralAsEdxl',
      summary: 'Read one of your referrals as EDXL-DE 2.0',
      path: { id: 'Id of the referral.' },
      description:
        'Your own copy, addressed to your body alone: what each recipient gets is in its own copy. A draft has none.',
      status: 200,
      answer: 'The distribution.',
      problems: ['erased', 'illegal_transition'],
    },
    { 'application/xml': { schema: { type: 'string' } } },
  );

export const InboxItemAsEdxlDoc = (): MethodDecorator =>
  DocumentedFile(
    {
      operationId: 'getInboxItemAsEdxl',
      summary: 'Read a referral that was sent to your body as EDXL-DE 2.0',
      path: { messageId: 'Id of the message.' },
      description:
        'The envelope with what your profile releases. It is a read of the inbox item: kept as evidence, and counts as delivery.',
      status: 200,
      answer: 'The distribution.',
      problems: ['erased'],
    },
    { 'application/xml': { schema: { type: 'string' } } },
  );
