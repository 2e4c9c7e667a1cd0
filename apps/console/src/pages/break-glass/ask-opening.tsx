import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { SelectField, TextArea, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { subjectOf } from '../protection/subject';

type Request = Schemas['RequestOpeningDto'];

const SPANS = [15, 30, 60];

interface AskOpeningProps {
  readonly message: string | undefined;
  readonly onTold: (words: string) => void;
}

export function AskOpening({ message, onTold }: AskOpeningProps): ReactNode {
  const [subject, setSubject] = useState(message ?? '');
  const [minutes, setMinutes] = useState('30');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (body: Request, key) =>
      answerOf(hub.POST('/v1/break-glass', { params: { header: { 'Idempotency-Key': key } }, body })),
    async () => {
      onTold(t('glass.asked'));
      setSubject('');
      setReason('');
      await queryClient.invalidateQueries({ queryKey: ['openings'] });
    },
  );
  const submit = (): void => {
    const messageId = subjectOf(subject);
    const found = [
      ...(messageId === undefined ? [{ field: 'message', message: t('access.needSubject') }] : []),
      ...(reason.trim() === '' ? [{ field: 'reason', message: t('glass.needReason') }] : []),
    ];
    setMissing(found);
    if (messageId === undefined || found.length > 0) return;
    act.mutate({ messageId, minutes: Number(minutes), reason: reason.trim() });
  };
  return (
    <section>
      <h2>{t('glass.ask')}</h2>
      <p>{t('glass.askText')}</p>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
        label={t('glass.ask')}
        onSubmit={submit}
      >
        <TextField
          name="message"
          label={t('access.subject')}
          hint={t('access.subjectHint')}
          width="full"
          fixed
          value={subject}
          onChange={setSubject}
        />
        <SelectField
          name="minutes"
          label={t('glass.minutes')}
          value={minutes}
          onChange={setMinutes}
          choices={SPANS.map((span) => ({ value: String(span), label: t('time.minutes', { count: span }) }))}
        />
        <TextArea
          name="reason"
          label={t('glass.reason')}
          hint={t('glass.reasonHint')}
          rows={3}
          maxLength={4000}
          value={reason}
          onChange={setReason}
        />
        <div className="form-actions">
          <Button type="submit" look="warning" busy={act.isPending}>
            {t('glass.ask')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

const fields: Readonly<Record<string, string>> = {
  '/messageId': 'message',
  '/minutes': 'minutes',
  '/reason': 'reason',
};
