import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Radios, SelectField, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from './form-buttons';
import { changeItem } from './meeting-queries';
import type { RecordProps } from './recording';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import { itemStates, tags } from './words';

/** What became of an item, and how it stands on the agenda. */
export function ItemForm({ meeting, item, onDone, onClose }: RecordProps): ReactNode {
  const bodyName = useBodyName();
  const [title, setTitle] = useState(item.title);
  const [tag, setTag] = useState(item.tag);
  const [minutes, setMinutes] = useState(String(item.minutes));
  const [presenter, setPresenter] = useState(item.presenter ?? '');
  const [state, setState] = useState(item.state);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting.id,
    (change: Schemas['ChangeItemDto']) => changeItem({ id: meeting.id, itemId: item.id }, change, item.version),
    () => {
      onDone(t('record.itemDone'));
    },
  );
  const submit = (): void => {
    const found = [
      ...(title.trim() === '' ? [{ field: 'item-title', message: t('propose.needTitle') }] : []),
      ...(/^\d{1,3}$/.test(minutes.trim()) ? [] : [{ field: 'minutes', message: t('propose.needMinutes') }]),
    ];
    setMissing(found);
    if (found.length > 0) return;
    act.mutate(
      {
        ...(title.trim() === item.title ? {} : { title: title.trim() }),
        ...(tag === item.tag ? {} : { tag }),
        ...(Number(minutes) === item.minutes ? {} : { minutes: Number(minutes) }),
        ...(presenter === '' || presenter === item.presenter ? {} : { presenter }),
        ...(state === item.state || state === 'carried' ? {} : { state }),
      },
      // Somebody may have changed the item meanwhile: the next try is over what it is now.
      { onError: () => void readMeetingAgain(meeting.id) },
    );
  };
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
      label={t('record.item')}
      onSubmit={submit}
    >
      <Radios
        name="item-state"
        label={t('record.became')}
        value={state}
        onChange={setState}
        choices={itemStates.map((value) => ({ value, label: t(`agenda.state.${value}`) }))}
        inline
      />
      <TextField
        name="item-title"
        label={t('propose.about')}
        hint={t('record.noNames')}
        width="full"
        maxLength={200}
        value={title}
        onChange={setTitle}
        takesFocus
      />
      <Radios
        name="tag"
        label={t('propose.tag')}
        value={tag}
        onChange={setTag}
        choices={tags.map((value) => ({ value, label: t(`agenda.tag.${value}`) }))}
        inline
      />
      <TextField
        name="minutes"
        label={t('propose.minutes')}
        width="short"
        inputMode="numeric"
        value={minutes}
        onChange={setMinutes}
      />
      <SelectField
        name="presenter"
        label={t('agenda.presenter')}
        optional
        value={presenter}
        onChange={setPresenter}
        choices={[
          ...(item.presenter === null ? [{ value: '', label: t('propose.nobody') }] : []),
          ...meeting.bodies.map((value) => ({ value, label: bodyName(value) })),
        ]}
      />
      <FormButtons label={t('record.itemSave')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}

const fields: Readonly<Record<string, string>> = {
  '/title': 'item-title',
  '/tag': 'tag',
  '/minutes': 'minutes',
  '/presenter': 'presenter',
  '/state': 'item-state',
};
