import type { ReactNode } from 'react';
import { ActionForm } from './action-form';
import { DecisionForm } from './decision-form';
import { ItemForm } from './item-form';
import { NoteForm } from './note-form';
import type { Recording, RecordProps } from './recording';

/** What is written into the record of one item. */
export function RecordForm({ what, ...rest }: RecordProps & { readonly what: Recording }): ReactNode {
  switch (what) {
    case 'note':
      return <NoteForm {...rest} />;
    case 'decision':
      return <DecisionForm {...rest} />;
    case 'action':
      return <ActionForm {...rest} />;
    case 'item':
      return <ItemForm {...rest} />;
  }
}
