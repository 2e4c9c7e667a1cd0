import type { Schemas } from '#api-client';
import type { MessageKey } from '../../i18n';

type Training = Schemas['TrainingReturnBody'];
export type Trained = Training['trained'][number];
export type RankGroup = Training['strength'][number]['rankGroup'];
export type Protocol = NonNullable<Schemas['NationalReturnBody']['protocol']>;

/** Each code once with its words: the compiler refuses the list when the API document has another. */
export const rankGroups: Readonly<Record<RankGroup, MessageKey>> = {
  'senior-officers': 'returns.rank.senior',
  officers: 'returns.rank.officers',
  ncos: 'returns.rank.ncos',
  'other-ranks': 'returns.rank.other',
  civilians: 'returns.rank.civilians',
  contractors: 'returns.rank.contractors',
};

export const trainedRoles: Readonly<Record<Trained['role'], MessageKey>> = {
  command: 'returns.role.command',
  staff: 'returns.role.staff',
  'military-police': 'returns.role.police',
  medical: 'returns.role.medical',
  liaison: 'returns.role.liaison',
  other: 'returns.role.other',
};

export const trainingTimes: Readonly<Record<Trained['when'], MessageKey>> = {
  'before-deployment': 'returns.when.before',
  'in-deployment': 'returns.when.in',
};

export const protocols: Readonly<Record<Protocol, MessageKey>> = {
  none: 'returns.protocol.none',
  signed: 'returns.protocol.signed',
  party: 'returns.protocol.party',
};

/** The codes of a list, in its order. */
export function codesOf<Code extends string>(words: Readonly<Record<Code, MessageKey>>): readonly Code[] {
  return Object.keys(words) as Code[];
}

/** A text as a whole number, or undefined. */
export function countIn(text: string): number | undefined {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}
