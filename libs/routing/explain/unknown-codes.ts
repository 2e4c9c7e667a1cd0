import { invalidInput, type InputProblem } from '#kernel';
import type { Operation } from '#directory';
import type { RoutingQuestion } from './routing-question';

/** The kinds of message that the rules and profiles of an operation know. */
export function kindsOf(operation: Operation): string[] {
  const named = [...operation.rules.map(({ when }) => when.kinds), ...operation.profiles.map(({ kinds }) => kinds)];
  return [...new Set(named.flatMap((kinds) => kinds ?? []))].sort();
}

/** What a question names that the operation does not have: a misspelt code would be answered wrongly, not refused. */
export function unknownCodes(question: RoutingQuestion, operation: Operation): InputProblem[] {
  const bodies = operation.bodies.map(({ slug }) => slug);
  return [
    ...unknown('/kind', 'unknown_code', [question.kind], kindsOf(operation), 'a kind of message'),
    ...unknown('/to', 'organisation_unknown', question.to ?? [], bodies, 'a body'),
    ...unknown('/consent/recipients', 'organisation_unknown', question.consent?.recipients ?? [], bodies, 'a body'),
    ...(question.consent?.grants ?? []).flatMap(({ recipients }, index) =>
      unknown(`/consent/grants/${index}/recipients`, 'organisation_unknown', recipients ?? [], bodies, 'a body'),
    ),
    ...unknownBodies('/exceptions', question.exceptions, bodies),
    ...unknownBodies('/capacities', question.capacities, bodies),
  ].map((problem) => ({ ...problem, message: `${problem.message} (operation ${operation.id})` }));
}

/** @throws HubError `invalid_input` that names each unknown code and lists the known ones. */
export function requireKnownCodes(question: RoutingQuestion, operation: Operation): void {
  const errors = unknownCodes(question, operation);
  if (errors.length > 0) throw invalidInput(errors);
}

/** Entries that are each about one body. */
function unknownBodies(
  pointer: string,
  entries: readonly { readonly body: string }[] | undefined,
  known: readonly string[],
): InputProblem[] {
  const given = (entries ?? []).map(({ body }) => body);
  return unknown(pointer, 'organisation_unknown', given, known, 'a body').map((problem) => ({
    ...problem,
    pointer: `${problem.pointer}/body`,
  }));
}

function unknown(
  pointer: string,
  code: string,
  given: readonly string[],
  known: readonly string[],
  what: string,
): InputProblem[] {
  return given.flatMap((value, index) =>
    known.includes(value)
      ? []
      : [
          {
            pointer: pointer === '/kind' ? pointer : `${pointer}/${index}`,
            code,
            message: `is not ${what} of the operation. Known: ${known.join(', ')}`,
          },
        ],
  );
}
