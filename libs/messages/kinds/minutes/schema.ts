import { count, flag, object, shaped } from '../../schema/schema-node';

const DIGEST = '^[0-9a-f]{64}$';

/** JSON Schema of what tells a body that minutes stand. Their text is read in the hub, by who took part. */
export const minutesSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:minutes:1',
  title: 'Minutes',
  ...object(
    {
      meeting: shaped('^[A-Z0-9-]{1,40}$', 40)('P1', 'information'),
      // Place in the chain of the series.
      number: count(1_000_000)('P1', 'information'),
      amendment: flag('P1', 'information'),
      // SHA-256 of the whole record, and of what this body has of it.
      digest: shaped(DIGEST, 64)('P1', 'information'),
      renditionDigest: shaped(DIGEST, 64)('P1', 'information'),
    },
    ['meeting', 'number', 'digest', 'renditionDigest'],
  ),
} as const;
