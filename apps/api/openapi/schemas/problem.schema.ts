import { errorCodes } from '#kernel';
import { answer, count, listOf, oneOf, ref, text, type Schemas } from './schema';

export const problemSchemas: Schemas = {
  InputProblem: answer('One thing wrong with the input.', {
    pointer: {
      type: 'string',
      description: 'Where: a JSON pointer (RFC 6901) into the body or the query; empty for a header.',
    },
    code: text('Which rule, as a stable code.'),
    message: text('What is wrong, and how to mend it. Never repeats a value that you sent.'),
  }),
  Problem: {
    ...answer(
      'A refusal or failure (RFC 9457). Decide by `code`; `detail` is for people.',
      {
        type: { type: 'string', format: 'uri', description: 'The code as a URI.' },
        title: text('What sort of problem it is.'),
        status: { type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status.' },
        code: oneOf(errorCodes, 'What sort of problem it is, as a stable code.'),
        detail: text('What failed, where, and the likely fix.'),
        errors: listOf(ref('InputProblem'), 'For input: every problem, with its place.'),
        state: text('`illegal_transition`: the state that it is in.'),
        event: text('`illegal_transition`: what was asked for.'),
        legal: listOf(text('An event.'), '`illegal_transition`: what is possible instead.'),
        version: count('`stale_version`, `edit_conflict`: the version that it is at.', 1),
        base: text('`edit_conflict`: what both started from.'),
        yours: text('`edit_conflict`: what you sent.'),
        theirs: text('`edit_conflict`: what is there now.'),
        refused: listOf(ref('RefusedBody'), '`release_refused`: every body that a rule refuses.'),
        reason: text('`url_refused`: which rule for addresses refuses it.'),
        answered: count('`verification_failed`: the HTTP status that came from the endpoint.', 100),
        fault: text('`verification_failed`: why no answer came from the endpoint.'),
      },
      {
        optional: [
          'errors',
          'state',
          'event',
          'legal',
          'version',
          'base',
          'yours',
          'theirs',
          'refused',
          'reason',
          'answered',
          'fault',
        ],
        examples: [
          {
            type: 'urn:liaison-hub:problem:invalid_input',
            title: 'The input is not valid',
            status: 422,
            code: 'invalid_input',
            detail: '/body/person/isMinor: Not a code of this list. Use one of: yes, no, presumed.',
            errors: [
              {
                pointer: '/body/person/isMinor',
                code: 'unknown_code',
                message: 'Not a code of this list. Use one of: yes, no, presumed.',
              },
            ],
          },
        ],
      },
    ),
    // RFC 9457 §3.2: a client ignores members that it does not know, so that more can be told later.
    additionalProperties: true,
  },
};
