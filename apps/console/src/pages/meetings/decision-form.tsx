import { useState, type ReactNode } from 'react';
import { t } from '../../i18n';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from './form-buttons';
import { recordDecision } from './meeting-queries';
import type { RecordProps } from './recording';
import { useMeetingAct } from './use-meeting-act';

/** The hub counts who is noted as present, and says when they are too few. */
export function DecisionForm({ meeting, item, onDone, onClose }: RecordProps): ReactNode {
  const [decision, setDecision] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting.id,
    (words: string, key) => recordDecision({ id: meeting.id, itemId: item.id }, { decision: words }, key),
    () => {
      onDone(t('record.decisionDone'));
    },
  );
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.slice(1))}
      label={t('record.decision')}
      onSubmit={() => {
        const found = decision.trim() === '' ? [{ field: 'decision', message: t('record.needDecision') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate(decision.trim());
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
      <FormButtons label={t('record.decisionSave')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}
