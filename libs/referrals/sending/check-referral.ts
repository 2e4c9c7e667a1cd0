import { HubError, invalidInput } from '#kernel';
import type { Operation } from '#directory';
import { validateReferralBody } from '#messages';

/** What a sender wrote, before it is trusted. */
export interface WrittenReferral {
  readonly to?: readonly string[];
  readonly body?: unknown;
}

/**
 * An operation's bodies send in it.
 *
 * @throws HubError `operation_unknown`
 */
export function requireTakingPart(operation: Operation, slug: string): void {
  if (operation.bodies.some((body) => body.slug === slug)) return;
  throw new HubError(
    'operation_unknown',
    `Your body takes no part in operation ${operation.id}. GET /v1/operations lists yours.`,
    {
      errors: [
        { pointer: '/operation', code: 'operation_unknown', message: 'use an operation that your body takes part in' },
      ],
    },
  );
}

/**
 * The body follows its kind's schema, and every addressee is a body of the operation. What is left out is not checked.
 *
 * @throws HubError `invalid_input` with every problem by its pointer
 */
export function requireValid(operation: Operation, written: WrittenReferral): void {
  const known = operation.bodies.map(({ slug }) => slug);
  const problems = [
    ...(written.body === undefined ? [] : validateReferralBody(written.body)),
    ...(written.to ?? []).flatMap((slug, index) =>
      known.includes(slug)
        ? []
        : [
            {
              pointer: `/to/${index}`,
              code: 'organisation_unknown',
              message: `is no body of operation ${operation.id}. Known: ${known.join(', ')}.`,
            },
          ],
    ),
  ];
  if (problems.length > 0) throw invalidInput(problems);
}
