import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { SelectField, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { recordDecision } from './meeting-queries';
import type { RecordProps } from './recording';
import { decisionsQuery } from './register-queries';
import { useMeetingAct } from './use-meeting-act';

/** The hub counts who is noted as present, and says when they are too few. */
export function DecisionForm({ meeting, item, onDone, onClose }: RecordProps): ReactNode {
  const [decision, setDecision] = useState('');
  const [supersedes, setSupersedes] = useState('');
  const { data: earlier } = useQuery(decisionsQuery({ operation: meeting.operation }));
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting.id,
    (given: Schemas['RecordDecisionDto'], key) => recordDecision({ id: meeting.id, itemId: item.id }, given, key),
    () => {
      onDone(t('record.decisionDone'));
    },
  );
  const standing = (earlier?.data ?? []).filter(({ supersededBy }) => supersededBy === null);
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.slice(1))}
      label={t('record.decision')}
      onSubmit={() => {
        const found = decision.trim() === '' ? [{ field: 'decision', message: t('record.needDecision') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate({ decision: decision.trim(), ...(supersedes === '' ? {} : { supersedes }) });
      }}
    >
      <TextArea
        name="decision"
        label={t('record.decisionLabel')}
        hint={t('record.noNames')}
        maxLength={4000}
        value={decision}
        onChange={setDecision}
        takesFocus
      />
      {standing.length === 0 ? null : (
        <SelectField
          name="supersedes"
          label={t('record.supersedes')}
          hint={t('record.supersedesHint')}
          optional
          value={supersedes}
          onChange={setSupersedes}
          choices={[
            { value: '', label: t('common.none') },
            ...standing.map(({ id, reference, decision: words }) => ({ value: id, label: `${reference}: ${words}` })),
          ]}
        />
      )}
      <FormButtons label={t('record.decisionSave')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}
