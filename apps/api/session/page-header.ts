import { ApiHeader } from '@nestjs/swagger';

/** Documents the header by which a page of the hub says what it is. */
export const pageHeader = ApiHeader({
  name: 'X-Liaison-Hub',
  required: true,
  description: 'Says that a page of the hub sends it: `person` for what somebody did, `background` for the rest.',
  schema: { type: 'string', enum: ['person', 'background'] },
});
