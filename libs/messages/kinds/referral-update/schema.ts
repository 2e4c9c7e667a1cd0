import { listOf, object, oneOf, text } from '../../schema/schema-node';
import { referralSchema } from '../referral/schema';
import { changedParts } from './update.codes';

const {
  person,
  case: caseRecord,
  trafficking,
  palermo,
  indicators,
  request,
  consent,
  child,
} = referralSchema.properties;

/** JSON Schema of an update: the parts of a case that changed, in the words of the referral. */
export const referralUpdateSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:referral-update:1',
  title: 'Referral update',
  ...object(
    {
      changed: listOf(oneOf(changedParts)('P1', 'case'), changedParts.length, 1),
      // What happened is told in words about a person: only who may know the person reads it.
      note: text(4000)('P3', 'identity'),
      person,
      case: caseRecord,
      trafficking,
      palermo,
      indicators,
      request,
      consent,
      child,
    },
    ['changed', 'person', 'consent'],
  ),
} as const;
