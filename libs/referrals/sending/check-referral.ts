import { HubError, invalidInput, type InputProblem } from '#kernel';
import { classifications, dateIn, type Operation } from '#directory';
import { mayActIn, type Caller } from '#identity';
import { validateBody, type JsonObject, type Marks, type MessageKind } from '#messages';

/** What a sender wrote, before it is trusted. */
export interface WrittenMessage {
  readonly to?: readonly string[];
  readonly marks?: Partial<Marks>;
  readonly expiresAt?: Date;
  readonly body?: unknown;
}

/**
 * An operation's bodies send in it, by keys and people who are not held to others.
 *
 * @throws HubError `operation_unknown`
 */
export function requireTakingPart(operation: Operation, caller: Caller): void {
  if (!operation.bodies.some(({ slug }) => slug === caller.slug))
    throw unknownOperation(
      `Your body takes no part in operation ${operation.id}. GET /v1/operations lists yours.`,
      'use an operation that your body takes part in',
    );
  if (!mayActIn(caller, operation.id))
    throw unknownOperation(
      `Your key, or your role, is held to other operations than ${operation.id}. Use one that is not.`,
      'use an operation that your key, or your role, is held to',
    );
}

function unknownOperation(detail: string, message: string): HubError {
  return new HubError('operation_unknown', detail, {
    errors: [{ pointer: '/operation', code: 'operation_unknown', message }],
  });
}

/**
 * The body follows its kind's schema, every addressee is a body of the operation, and the marks are within what the
 * operation may carry. What is left out is not checked.
 *
 * @throws HubError `invalid_input` with every problem by its pointer
 */
export function requireValid(operation: Operation, kind: MessageKind, written: WrittenMessage, at: Date): void {
  const ofBody = written.body === undefined ? [] : validateBody(kind, written.body);
  const problems = [
    ...ofBody,
    ...(ofBody.length === 0 && written.body !== undefined
      ? pastDay(operation, kind, written.body as JsonObject, at)
      : []),
    ...addresseeProblems(operation, written.to ?? []),
    ...markProblems(operation, written.marks),
    ...(written.expiresAt && written.expiresAt <= at
      ? [{ pointer: '/expiresAt', code: 'past', message: 'lies in the past: give a time to come, or leave it out' }]
      : []),
  ];
  if (problems.length > 0) throw invalidInput(problems);
}

/** An answer that is asked for by a day that is over. */
function pastDay({ timeZone }: Operation, { answerBy }: MessageKind, body: JsonObject, at: Date): InputProblem[] {
  if (!answerBy || answerBy(body) >= dateIn(timeZone, at)) return [];
  return [{ pointer: '/body', code: 'past', message: 'asks for an answer by a day that is over: name one to come' }];
}

function addresseeProblems(operation: Operation, to: readonly string[]): InputProblem[] {
  const known = operation.bodies.map(({ slug }) => slug);
  return to.flatMap((slug, index) =>
    known.includes(slug)
      ? []
      : [
          {
            pointer: `/to/${index}`,
            code: 'organisation_unknown',
            message: `is no body of operation ${operation.id}. Known: ${known.join(', ')}.`,
          },
        ],
  );
}

function markProblems({ id, classificationCeiling }: Operation, marks: Partial<Marks> | undefined): InputProblem[] {
  const { classification } = marks ?? {};
  const above =
    classification !== undefined &&
    classifications.indexOf(classification) > classifications.indexOf(classificationCeiling);
  if (!above) return [];
  return [
    {
      pointer: '/marks/classification',
      code: 'above_ceiling',
      message: `operation ${id} carries nothing above ${classificationCeiling}: it goes another way`,
    },
  ];
}
