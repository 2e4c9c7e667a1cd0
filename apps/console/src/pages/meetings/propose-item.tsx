import { useState, type ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Checks, Radios, SelectField, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from './form-buttons';
import { proposeItem } from './meeting-queries';
import { useMeetingAct } from './use-meeting-act';
import { tags, type AgendaItem, type Meeting } from './words';

interface ProposeProps {
  readonly meeting: Meeting;
  readonly onTold: (words: string) => void;
}

export function ProposeItem({ meeting, onTold }: ProposeProps): ReactNode {
  const [isOpen, setOpen] = useState<boolean>();
  const close = (): void => {
    setOpen(false);
  };
  if (isOpen === true)
    return (
      <ProposeForm
        meeting={meeting}
        onDone={(words) => {
          close();
          onTold(words);
        }}
        onClose={close}
      />
    );
  return (
    <div className="no-print">
      <Button
        autoFocus={isOpen === false}
        onPress={() => {
          setOpen(true);
        }}
      >
        {t('propose.title')}
      </Button>
    </div>
  );
}

interface FormProps {
  readonly meeting: Meeting;
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}

function ProposeForm({ meeting, onDone, onClose }: FormProps): ReactNode {
  const bodyName = useBodyName();
  const { organisation } = useMe();
  const [title, setTitle] = useState('');
  const [tag, setTag] = useState<AgendaItem['tag']>();
  const [minutes, setMinutes] = useState('10');
  const [presenter, setPresenter] = useState(organisation);
  const [references, setReferences] = useState('');
  const [visibleTo, setVisibleTo] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting.id,
    (item: Parameters<typeof proposeItem>[1], key) => proposeItem(meeting.id, item, key),
    () => {
      onDone(t('propose.done'));
    },
  );
  const submit = (): void => {
    const found = [
      ...(title.trim() === '' ? [{ field: 'item-title', message: t('propose.needTitle') }] : []),
      ...(tag === undefined ? [{ field: 'tag', message: t('propose.needTag') }] : []),
      ...(/^\d{1,3}$/.test(minutes.trim()) ? [] : [{ field: 'minutes', message: t('propose.needMinutes') }]),
    ];
    setMissing(found);
    if (found.length > 0 || tag === undefined) return;
    const named = references.split(/[\s,;]+/).filter((one) => one !== '');
    act.mutate({
      ...{ title: title.trim(), tag, minutes: Number(minutes) },
      ...(presenter === '' ? {} : { presenter }),
      ...(named.length > 0 ? { references: named } : {}),
      ...(visibleTo.length > 0 ? { visibleTo: [...visibleTo] } : {}),
    });
  };
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer.split('/')[1] ?? ''])}
      label={t('propose.title')}
      onSubmit={submit}
    >
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
          { value: '', label: t('propose.nobody') },
          ...meeting.bodies.map((value) => ({ value, label: bodyName(value) })),
        ]}
      />
      <TextField
        name="references"
        label={t('agenda.references')}
        hint={t('propose.referencesHint')}
        optional
        width="full"
        value={references}
        onChange={setReferences}
      />
      <Checks
        name="visible-to"
        label={t('agenda.visibleTo')}
        hint={t('propose.visibleToHint')}
        optional
        value={visibleTo}
        onChange={setVisibleTo}
        choices={meeting.bodies.map((value) => ({ value, label: bodyName(value) }))}
        inline
      />
      <FormButtons label={t('propose.send')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}

const fields: Readonly<Record<string, string>> = {
  title: 'item-title',
  tag: 'tag',
  minutes: 'minutes',
  presenter: 'presenter',
  references: 'references',
  visibleTo: 'visible-to',
};
