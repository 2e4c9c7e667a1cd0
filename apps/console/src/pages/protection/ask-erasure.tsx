import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Radios, SelectField, TextArea, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { subjectOf } from './subject';

type Request = Schemas['RequestErasureDto'];

/** By its message, or by the code of a case: then all that the body sent about it. */
export function AskErasure({ onTold }: { readonly onTold: (words: string) => void }): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const [what, setWhat] = useState<'message' | 'case'>('case');
  const [message, setMessage] = useState('');
  const [caseCode, setCaseCode] = useState('');
  const [operation, setOperation] = useState('');
  const [cause, setCause] = useState<Request['cause']>();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (body: Request, key) =>
      answerOf(hub.POST('/v1/erasures', { params: { header: { 'Idempotency-Key': key } }, body })),
    async () => {
      onTold(t('erasures.asked'));
      setMessage('');
      setCaseCode('');
      setReason('');
      await queryClient.invalidateQueries({ queryKey: ['erasures'] });
    },
  );
  const submit = (): void => {
    const messageId = subjectOf(message);
    const found = [
      ...(what === 'message' && messageId === undefined
        ? [{ field: 'message', message: t('access.needSubject') }]
        : []),
      ...(what === 'case' && operation === '' ? [{ field: 'operation', message: t('series.needOperation') }] : []),
      ...(what === 'case' && caseCode.trim() === '' ? [{ field: 'caseCode', message: t('erasures.needCase') }] : []),
      ...(cause === undefined ? [{ field: 'cause', message: t('erasures.needCause') }] : []),
      ...(reason.trim() === '' ? [{ field: 'reason', message: t('erasures.needReason') }] : []),
    ];
    setMissing(found);
    if (found.length > 0 || cause === undefined) return;
    const subject =
      what === 'case' || messageId === undefined ? { case: { caseCode: caseCode.trim(), operation } } : { messageId };
    act.mutate({ ...subject, cause, reason: reason.trim() });
  };
  return (
    <section>
      <h2>{t('erasures.ask')}</h2>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
        label={t('erasures.ask')}
        onSubmit={submit}
      >
        <Radios
          name="what"
          label={t('erasures.what')}
          value={what}
          onChange={setWhat}
          choices={(['case', 'message'] as const).map((value) => ({ value, label: t(`erasures.what.${value}`) }))}
        />
        {what === 'message' ? (
          <TextField
            name="message"
            label={t('access.subject')}
            hint={t('access.subjectHint')}
            width="full"
            fixed
            value={message}
            onChange={setMessage}
          />
        ) : (
          <>
            <SelectField
              name="operation"
              label={t('item.operation')}
              value={operation}
              onChange={setOperation}
              choices={[
                { value: '', label: t('erasures.choose') },
                ...operations.map(({ id, mission }) => ({ value: id, label: mission })),
              ]}
            />
            <TextField
              name="caseCode"
              label={t('erasures.caseCode')}
              maxLength={64}
              value={caseCode}
              onChange={setCaseCode}
            />
          </>
        )}
        <Radios
          name="cause"
          label={t('erasures.cause')}
          value={cause}
          onChange={setCause}
          choices={(['person', 'body'] as const).map((value) => ({ value, label: t(`erasures.cause.${value}`) }))}
        />
        <TextArea
          name="reason"
          label={t('erasures.reason')}
          hint={t('erasures.reasonHint')}
          rows={2}
          maxLength={2000}
          value={reason}
          onChange={setReason}
        />
        <div className="form-actions">
          <Button type="submit" look="warning" busy={act.isPending}>
            {t('erasures.ask')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

const fields: Readonly<Record<string, string>> = {
  '/messageId': 'message',
  '/case/caseCode': 'caseCode',
  '/case/operation': 'operation',
  '/cause': 'cause',
  '/reason': 'reason',
};
