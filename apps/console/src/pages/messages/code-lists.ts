import type { Schemas } from '#api-client';

export type Topic = Schemas['InformationShareBody']['topics'][number];
export type Tlp = NonNullable<Schemas['MarksDto']['tlp']>;
type OfferedService = Schemas['CapacityUpdateBody']['services'][number];
export type Service = OfferedService['service'];
export type Room = OfferedService['status'];

/** Each code once: the compiler refuses the list when the API document has another. */
const each = <Code extends string>(codes: Readonly<Record<Code, true>>): readonly Code[] =>
  Object.keys(codes) as Code[];

export const topics = each<Topic>({
  pattern: true,
  route: true,
  place: true,
  recruitment: true,
  control: true,
  documents: true,
  online: true,
  risk: true,
  services: true,
  legislation: true,
  operation: true,
  training: true,
  other: true,
});

/** From the widest to the narrowest. */
export const tlps = each<Tlp>({ CLEAR: true, GREEN: true, AMBER: true, 'AMBER+STRICT': true, RED: true });

export const offered = each<Service>({
  protection: true,
  'safe-shelter': true,
  'mental-health-psychosocial': true,
  'child-support': true,
  'family-tracing': true,
  'womens-services': true,
  disability: true,
  legal: true,
  'core-relief-items': true,
  cash: true,
  'health-nutrition': true,
  food: true,
  shelter: true,
  'livelihoods-education': true,
  'voluntary-return': true,
  investigation: true,
  other: true,
});

export const rooms = each<Room>({ open: true, limited: true, full: true, suspended: true });
