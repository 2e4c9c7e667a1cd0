import type { Schemas } from '#api-client';
import type { MessageKey } from '../../i18n';
import type { Tone } from '../../ui/chip';

type Body = Schemas['AccountabilityNoticeBody'];
export type Conduct = Body['conduct'];
export type Personnel = Body['personnel'];
export type NationStatus = Schemas['NationStatusDto']['nationStatus'];

/** Each code once with its words: the compiler refuses the list when the API document has another. */
export const conductWords: Readonly<Record<Conduct, MessageKey>> = {
  trafficking: 'accountability.conduct.trafficking',
  facilitation: 'accountability.conduct.facilitation',
  'use-of-services': 'accountability.conduct.use-of-services',
  'sexual-exploitation': 'accountability.conduct.sexual-exploitation',
  'forced-labour': 'accountability.conduct.forced-labour',
  obstruction: 'accountability.conduct.obstruction',
  other: 'accountability.conduct.other',
};

export const personnelWords: Readonly<Record<Personnel, MessageKey>> = {
  military: 'accountability.personnel.military',
  civilian: 'accountability.personnel.civilian',
  contractor: 'accountability.personnel.contractor',
  unknown: 'accountability.personnel.unknown',
};

/** How a status looks: what waits, what is under way, what ended it. */
const tones: Readonly<Record<NationStatus, Tone>> = {
  received: 'note',
  under_investigation: 'soon',
  charged: 'soon',
  convicted: 'done',
  acquitted: 'done',
  dismissed: 'plain',
  repatriated: 'done',
};

export const nationStatuses = Object.keys(tones) as readonly NationStatus[];

export const statusTone = (status: NationStatus): Tone => tones[status];
