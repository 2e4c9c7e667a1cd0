import type { AgendaItem, Meeting } from './words';

/** What is written into the record of an item. */
export type Recording = 'note' | 'decision' | 'action' | 'item';

export interface RecordProps {
  readonly meeting: Meeting;
  readonly item: AgendaItem;
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}
