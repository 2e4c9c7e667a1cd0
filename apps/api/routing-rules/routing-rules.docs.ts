import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import { Documented } from '../http/answers';

/** A POST that changes nothing is safe to repeat by itself. */
const repeatable = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'Accepted in the shape that it has everywhere, and not needed: nothing is changed, so every repeat is safe.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
});

export const ReadRuleSetDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getRoutingRules',
    summary: 'Read the rules in force in one of your operations',
    description:
      'The rule set that routes messages now: every rule with its conditions in words and the provision that it rests on, the field profiles, the provisions of the policy, and the release rules that hold in every operation.',
    status: 200,
    answer: 'The rule set in force.',
    schema: 'RuleSet',
    problems: ['invalid_input', 'operation_unknown'],
  });

export const ReadOlderRuleSetDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'getRoutingRulesVersion',
      summary: 'Read the rules of an operation as they were',
      description: 'Every message names the version that it was submitted under (`ruleSetVersion`).',
      status: 200,
      answer: 'The rule set of that version.',
      schema: 'RuleSet',
      problems: ['not_found'],
    }),
    ApiParam({
      name: 'operation',
      description: 'One of your operations.',
      schema: { type: 'string', pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 },
    }),
    ApiParam({ name: 'version', description: 'Number of the version.', schema: { type: 'integer', minimum: 1 } }),
  );

export const ExplainRoutingDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'explainRouting',
      summary: 'Ask who would receive a message, and why',
      description:
        'Answers for every body of the operation what would become of a message with these facts if your body sent it now: outcome, capacity, profile, the groups of fields that it would see, and each rule and provision that decided. Handling marks, exceptions and capacities can be supposed. No message is written, nothing is sent or kept. Codes, kinds and bodies that the operation does not know are refused with those that it knows.',
      status: 200,
      answer: 'One entry per body of the operation.',
      schema: 'RoutingExplanation',
      problems: ['invalid_input', 'operation_unknown'],
    }),
    repeatable,
  );

export const PreviewRulesDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'previewRoutingRules',
      summary: 'Try changed rules on the last messages of your body',
      description:
        'Takes a whole operation file as it would be and asks its rules and those in force about the last 200 referrals that your body sent in the operation, each as of the time it was sent. Your body can open its own messages only, so messages that other bodies sent are not considered: each body has to try a change on its own. A file with mistakes is refused with all of them, each with line and column. Nothing is changed: rules come into force with the file of the hub.',
      status: 200,
      answer: 'The messages for which the changed rules decide otherwise.',
      schema: 'RulesPreview',
      problems: ['invalid_input', 'operation_unknown'],
    }),
    repeatable,
  );
