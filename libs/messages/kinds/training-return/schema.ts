import { isFinal, remarks, returnPeriod } from '../../kind/returns/parts';
import { count, date, listOf, object, oneOf } from '../../schema/schema-node';
import { rankGroups, trainedRoles, trainingCourses, trainingTimes } from './training.codes';

const MOST_PEOPLE = 1_000_000;
const rankGroup = oneOf(rankGroups)('P1', 'information');

const strength = object({ rankGroup, people: count(MOST_PEOPLE)('P2', 'information') }, ['rankGroup', 'people']);

const trained = object(
  {
    course: oneOf(trainingCourses)('P1', 'information'),
    rankGroup,
    role: oneOf(trainedRoles)('P1', 'information'),
    when: oneOf(trainingTimes)('P1', 'information'),
    people: count(MOST_PEOPLE)('P2', 'information'),
    // The last day on which the training counts; left out: it does not end.
    validUntil: date('P1', 'information'),
  },
  ['course', 'rankGroup', 'role', 'when', 'people'],
);

/** JSON Schema of whom a nation trained: numbers by rank group and role, never a name. */
export const trainingReturnSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:training-return:1',
  title: 'Training return',
  ...object(
    {
      period: returnPeriod,
      final: isFinal,
      // Of the contingent, on the last day of the period.
      strength: listOf(strength, rankGroups.length, 1),
      trained: listOf(trained, 500),
      remarks,
    },
    ['period', 'final', 'strength', 'trained'],
  ),
} as const;
