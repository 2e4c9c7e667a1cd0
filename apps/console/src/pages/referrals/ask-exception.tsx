import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { organisationsQuery } from '../../api/directory';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { SelectField, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';

import type { Referral } from './referral-queries';

const HOUR = 3_600_000;
/** For how long it is to hold: the hub grants 72 hours at most. */
const durations = ['4', '24', '48', '72'] as const;
type Hours = (typeof durations)[number];
/** The hub measures by its own clock, which may be a little behind: the longest stays within its limit. */
const MARGIN = 60_000;
const SHORTEST_REASON = 10;

interface AskProps {
  readonly referral: Referral;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

interface Asked {
  readonly recipient: string;
  readonly reason: string;
  readonly hours: Hours;
}

/** Asks that one body may have the case without consent, because a life is at risk. Another person decides. */
export function AskException({ referral, onDone, onClose }: AskProps): ReactNode {
  const { organisation } = useMe();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [recipient, setRecipient] = useState('');
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState<Hours>('24');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct((asked: Asked, key) => ask(referral.id, asked, key), onDone);
  const has = new Set([organisation, ...referral.recipients.map((one) => one.organisation)]);
  const others = organisations.filter(
    ({ slug, operations }) => operations.includes(referral.operation) && !has.has(slug),
  );
  const submit = (): void => {
    const found = [
      ...(recipient === '' ? [{ field: 'exception-recipient', message: t('exception.needBody') }] : []),
      ...(reason.trim().length < SHORTEST_REASON
        ? [{ field: 'exception-reason', message: t('exception.needReason') }]
        : []),
    ];
    setMissing(found);
    if (found.length === 0) act.mutate({ recipient, reason: reason.trim(), hours });
  };
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
      label={t('referral.exception')}
      onSubmit={submit}
    >
      <p>{t('exception.text')}</p>
      <SelectField
        name="exception-recipient"
        label={t('exception.recipient')}
        value={recipient}
        onChange={setRecipient}
        choices={[
          { value: '', label: '' },
          ...others.map(({ slug, shortName }) => ({ value: slug, label: shortName })),
        ]}
      />
      <TextArea
        name="exception-reason"
        label={t('exception.reason')}
        hint={t('exception.reasonHint')}
        rows={3}
        maxLength={4000}
        value={reason}
        onChange={setReason}
      />
      <SelectField
        name="exception-hours"
        label={t('exception.hours')}
        value={hours}
        onChange={setHours}
        choices={durations.map((value) => ({ value, label: t('exception.hoursOf', { hours: Number(value) }) }))}
      />
      <FormButtons label={t('referral.exception')} busy={act.isPending} onClose={onClose} back={t('common.back')} />
    </Form>
  );
}

function ask(id: string, { recipient, reason, hours }: Asked, key: string): Promise<unknown> {
  const expiresAt = new Date(Date.now() + Number(hours) * HOUR - MARGIN).toISOString();
  return answerOf(
    hub.POST('/v1/referrals/{id}/release-exceptions', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body: { recipient, reason, expiresAt },
    }),
  );
}

const fields: Readonly<Record<string, string>> = {
  '/recipient': 'exception-recipient',
  '/reason': 'exception-reason',
  '/expiresAt': 'exception-hours',
};
