import { applyDecorators } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { ErrorCode } from '#kernel';
import { Documented } from '../http/answers';

const ID = { id: 'Id of the meeting.' } as const;
const ANSWERED = { path: ID, status: 200, answer: 'The minutes.', schema: 'Minutes', idempotent: true } as const;

export const ReadMinutesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMinutes',
    summary: 'Read the minutes of a meeting',
    description:
      'Before they are approved, what is recorded so far; then what stands. An item that your body may not see is left out of a draft, and is there by its digest once they are approved.',
    path: ID,
    status: 200,
    answer: 'The minutes.',
    schema: 'Minutes',
    etag: true,
  });

export const SubmitMinutesDoc = (): MethodDecorator =>
  Documented({
    ...ANSWERED,
    operationId: 'submitMinutes',
    summary: 'Ask the bodies to approve the minutes',
    description:
      'If-Match is the `version` of the minutes, "0" for a draft. When changes were asked for, another round begins.',
    ifMatch: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const ApproveMinutesDoc = (): MethodDecorator =>
  Documented({
    ...ANSWERED,
    operationId: 'approveMinutes',
    summary: 'Approve minutes, with or without remarks',
    problems: ['invalid_input', 'illegal_transition'],
  });

export const RequestChangesDoc = (): MethodDecorator =>
  Documented({
    ...ANSWERED,
    operationId: 'requestChangesOfMinutes',
    summary: 'Ask for changes of the minutes',
    description: 'One body that asks for changes ends the round; nothing of it is lost.',
    problems: ['invalid_input', 'illegal_transition'],
  });

export const AmendMinutesDoc = (): MethodDecorator =>
  Documented({
    ...ANSWERED,
    operationId: 'amendMinutes',
    summary: 'Amend approved minutes',
    description: 'They stand as they are; the amendment stands beside them, numbered, chained, with what it changes.',
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const VerifyMinutesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'verifyMinutes',
    summary: 'Verify approved minutes',
    description: 'Computes anew what your body has of them, and whether it is bound to the whole record.',
    path: ID,
    status: 200,
    answer: 'What was found.',
    schema: 'MinutesVerified',
    repeatable: true,
    problems: ['illegal_transition'],
  });

interface Print {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** What it is of, as a sentence. */
  readonly answer: string;
  readonly type: string;
  /** What its id is of; absent: of the meeting. */
  readonly path?: Readonly<Record<string, string>>;
  readonly problems?: readonly ErrorCode[];
}

/** Something of a meeting that is read outside the hub. */
export const printOf = ({ type, ...words }: Print): MethodDecorator =>
  applyDecorators(
    Documented({ path: ID, ...words, status: 200 }),
    ApiProduces(type),
    ApiResponse({ status: 200, description: words.answer, content: { [type]: { schema: { type: 'string' } } } }),
  );

const printed = (name: string, as: string, type: string): MethodDecorator =>
  printOf({
    operationId: `getMinutesAs${name}`,
    summary: `Read the minutes as ${as}`,
    description: 'What your body may see of them. The same minutes give the same bytes.',
    answer: 'The minutes.',
    type,
  });

export const PdfDoc = (): MethodDecorator => printed('Pdf', 'a tagged PDF', 'application/pdf');
export const HtmlDoc = (): MethodDecorator => printed('Html', 'HTML', 'text/html');
export const TextDoc = (): MethodDecorator => printed('Text', 'plain text', 'text/plain');
