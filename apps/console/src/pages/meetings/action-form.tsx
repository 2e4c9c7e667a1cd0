import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { SelectField, TextArea, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { recordAction } from './meeting-queries';
import type { RecordProps } from './recording';
import { useMeetingAct } from './use-meeting-act';

export function ActionForm({ meeting, item, onDone, onClose }: RecordProps): ReactNode {
  const bodyName = useBodyName();
  const [task, setTask] = useState('');
  const [body, setBody] = useState('');
  const [role, setRole] = useState('');
  const [dueOn, setDueOn] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting.id,
    (given: Schemas['RecordActionDto'], key) => recordAction({ id: meeting.id, itemId: item.id }, given, key),
    () => {
      onDone(t('record.actionDone'));
    },
  );
  const submit = (): void => {
    const found = [
      ...(task.trim() === '' ? [{ field: 'task', message: t('record.needTask') }] : []),
      ...(body === '' ? [{ field: 'owner', message: t('record.needBody') }] : []),
      ...(dueOn === '' ? [{ field: 'due-on', message: t('record.needDay') }] : []),
    ];
    setMissing(found);
    if (found.length > 0) return;
    act.mutate({ task: task.trim(), body, dueOn, ...(role.trim() === '' ? {} : { responsible: role.trim() }) });
  };
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
      label={t('record.action')}
      onSubmit={submit}
    >
      <TextArea
        name="task"
        label={t('record.task')}
        hint={t('record.noNames')}
        rows={3}
        maxLength={4000}
        value={task}
        onChange={setTask}
        takesFocus
      />
      <SelectField
        name="owner"
        label={t('record.owner')}
        value={body}
        onChange={setBody}
        choices={[
          { value: '', label: t('record.choose') },
          ...(item.visibleTo ?? meeting.bodies).map((value) => ({ value, label: bodyName(value) })),
        ]}
      />
      <TextField
        name="responsible"
        label={t('record.responsible')}
        hint={t('attendance.roleHint')}
        optional
        maxLength={100}
        value={role}
        onChange={setRole}
      />
      <TextField name="due-on" type="date" width="short" label={t('record.dueOn')} value={dueOn} onChange={setDueOn} />
      <FormButtons label={t('record.actionSave')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}

const fields: Readonly<Record<string, string>> = {
  '/task': 'task',
  '/body': 'owner',
  '/responsible': 'responsible',
  '/dueOn': 'due-on',
};
