import { useState, type ReactNode } from 'react';
import { t } from '../../i18n';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { cancelMeeting } from './meeting-queries';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import type { Meeting } from './words';

interface CallOffProps {
  readonly meeting: Meeting;
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}

/** Every body is told, with the reason. */
export function CallOff({ meeting: { id, version }, onDone, onClose }: CallOffProps): ReactNode {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    id,
    (words: string, key) => cancelMeeting(id, words, version, key),
    () => {
      onDone(t('callOff.done'));
    },
  );
  return (
    <section className="no-print">
      <h2>{t('callOff.title')}</h2>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.slice(1))}
        label={t('callOff.title')}
        onSubmit={() => {
          const found = reason.trim() === '' ? [{ field: 'reason', message: t('callOff.needReason') }] : [];
          setMissing(found);
          if (found.length === 0) act.mutate(reason.trim(), { onError: () => void readMeetingAgain(id) });
        }}
      >
        <p>{t('callOff.text')}</p>
        <TextArea
          name="reason"
          label={t('callOff.reason')}
          hint={t('record.noNames')}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
          takesFocus
        />
        <FormButtons label={t('callOff.send')} busy={act.isPending} onClose={onClose} />
      </Form>
    </section>
  );
}
