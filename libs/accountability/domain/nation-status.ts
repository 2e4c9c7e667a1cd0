import { HubError } from '#kernel';

/** How a nation says that an allegation against its personnel stands. */
export const nationStatuses = [
  'received',
  'under_investigation',
  'charged',
  'convicted',
  'acquitted',
  'dismissed',
  'repatriated',
] as const;
export type NationStatus = (typeof nationStatuses)[number];
/** How far proceedings are, wherever the persons are. */
export type Proceedings = Exclude<NationStatus, 'repatriated'>;

/**
 * What may follow, as data: proceedings → statuses; null: the nation has not received it yet. Repatriation comes once and ends
 * nothing: at home the proceedings go on from where they were.
 */
export const statusAfter: Readonly<Record<Proceedings | 'none', readonly NationStatus[]>> = {
  none: ['received'],
  received: ['under_investigation', 'dismissed', 'repatriated'],
  under_investigation: ['charged', 'dismissed', 'repatriated'],
  charged: ['convicted', 'acquitted', 'dismissed', 'repatriated'],
  convicted: ['repatriated'],
  acquitted: [],
  dismissed: [],
};

/** With these a nation has answered: no more is waited for. */
const ENDS: readonly string[] = ['convicted', 'acquitted', 'dismissed'];

/** Where an allegation stands at its nation. */
export interface Standing {
  readonly proceedings: Proceedings | null;
  readonly repatriatedAt: Date | null;
}

export function legalStatuses({ proceedings, repatriatedAt }: Standing): NationStatus[] {
  return statusAfter[proceedings ?? 'none'].filter((status) => status !== 'repatriated' || repatriatedAt === null);
}

/** Whether the nation has said how it ended. */
export function isEnded(proceedings: string | null): boolean {
  return proceedings !== null && ENDS.includes(proceedings);
}

/** @throws HubError `illegal_transition` with where it stands and what may follow. */
export function requireLegal(standing: Standing, status: NationStatus): void {
  const legal = legalStatuses(standing);
  if (legal.includes(status)) return;
  const state = standing.proceedings ?? 'none';
  throw new HubError(
    'illegal_transition',
    `An allegation that is "${state}"${standing.repatriatedAt ? ', after repatriation,' : ''} cannot become "${status}". ${
      legal.length > 0 ? `What is possible now: ${legal.join(', ')}.` : 'It has come to its end.'
    }`,
    { extra: { state, event: status, legal } },
  );
}
