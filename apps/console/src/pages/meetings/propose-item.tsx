import { useState, type ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Checks, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { ItemFields, faultsOfItem, itemFields, type ItemWords } from './item-fields';
import { proposeItem } from './meeting-queries';
import { useMeetingAct } from './use-meeting-act';
import type { Meeting } from './words';

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
  const [words, setWords] = useState<ItemWords>({ title: '', tag: undefined, minutes: '10', presenter: organisation });
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
    const { title, tag, minutes, presenter } = words;
    const found = faultsOfItem(words);
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
      <ItemFields meeting={meeting} words={words} onChange={setWords} mayBeNobody />
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
  ...itemFields,
  references: 'references',
  visibleTo: 'visible-to',
};
