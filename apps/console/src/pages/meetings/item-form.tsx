import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Radios } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { ItemFields, faultsOfItem, itemFields, type ItemWords } from './item-fields';
import { changeItem } from './meeting-queries';
import type { RecordProps } from './recording';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import { itemStates } from './words';

/** What became of an item, and how it stands on the agenda. */
export function ItemForm({ meeting, item, onDone, onClose }: RecordProps): ReactNode {
  const [words, setWords] = useState<ItemWords>({
    ...{ title: item.title, tag: item.tag, minutes: String(item.minutes), presenter: item.presenter ?? '' },
  });
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
    const found = faultsOfItem(words);
    setMissing(found);
    if (found.length > 0) return;
    const { title, tag, minutes, presenter } = words;
    act.mutate(
      {
        ...(title.trim() === item.title ? {} : { title: title.trim() }),
        ...(tag === undefined || tag === item.tag ? {} : { tag }),
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
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer.slice(1)])}
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
      <ItemFields meeting={meeting} words={words} onChange={setWords} mayBeNobody={item.presenter === null} />
      <FormButtons label={t('record.itemSave')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}

const fields: Readonly<Record<string, string>> = {
  ...itemFields,
  state: 'item-state',
};
