import type { ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Radios, SelectField, TextField } from '../../ui/fields';
import type { FormFault } from '../../ui/form';
import { tags, type AgendaItem, type Meeting } from './words';

export interface ItemWords {
  readonly title: string;
  readonly tag: AgendaItem['tag'] | undefined;
  /** As it was typed. */
  readonly minutes: string;
  /** Slug of a body; empty: nobody. */
  readonly presenter: string;
}

interface ItemFieldsProps {
  readonly meeting: Pick<Meeting, 'bodies'>;
  readonly words: ItemWords;
  readonly onChange: (words: ItemWords) => void;
  /** Whether there may be nobody who presents it. */
  readonly mayBeNobody: boolean;
}

/** What an item of the agenda is about, of which sort it is, how long it takes, and who presents it. */
export function ItemFields({ meeting, words, onChange, mayBeNobody }: ItemFieldsProps): ReactNode {
  const bodyName = useBodyName();
  return (
    <>
      <TextField
        name="item-title"
        label={t('propose.about')}
        hint={t('record.noNames')}
        width="full"
        maxLength={200}
        value={words.title}
        onChange={(title) => {
          onChange({ ...words, title });
        }}
        takesFocus
      />
      <Radios
        name="tag"
        label={t('propose.tag')}
        value={words.tag}
        onChange={(tag) => {
          onChange({ ...words, tag });
        }}
        choices={tags.map((value) => ({ value, label: t(`agenda.tag.${value}`) }))}
        inline
      />
      <TextField
        name="minutes"
        label={t('propose.minutes')}
        width="short"
        inputMode="numeric"
        value={words.minutes}
        onChange={(minutes) => {
          onChange({ ...words, minutes });
        }}
      />
      <SelectField
        name="presenter"
        label={t('agenda.presenter')}
        optional
        value={words.presenter}
        onChange={(presenter) => {
          onChange({ ...words, presenter });
        }}
        choices={[
          ...(mayBeNobody ? [{ value: '', label: t('propose.nobody') }] : []),
          ...meeting.bodies.map((value) => ({ value, label: bodyName(value) })),
        ]}
      />
    </>
  );
}

/** What is missing in them, or cannot be. */
export function faultsOfItem({ title, tag, minutes }: ItemWords): FormFault[] {
  return [
    ...(title.trim() === '' ? [{ field: 'item-title', message: t('propose.needTitle') }] : []),
    ...(tag === undefined ? [{ field: 'tag', message: t('propose.needTag') }] : []),
    ...(/^\d{1,3}$/.test(minutes.trim()) ? [] : [{ field: 'minutes', message: t('propose.needMinutes') }]),
  ];
}

/** The fields by the members that they are sent as. */
export const itemFields = { title: 'item-title', tag: 'tag', minutes: 'minutes', presenter: 'presenter' } as const;
