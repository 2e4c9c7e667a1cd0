import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Checks, Radios, SelectField, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Page } from '../../ui/page';
import {
  choicesOf,
  minors,
  priorities,
  reasons,
  risks,
  services,
  statuses,
  type Minor,
  type Reason,
  type Risk,
  type Service,
} from './code-lists';
import type { Priority, Status } from './draft';
import { create } from './draft-queries';
import { StepLine } from './step-line';

interface Answers {
  readonly operation: string;
  readonly status: Status;
  readonly caseCode: string;
  readonly subject: string;
  readonly isMinor: Minor | undefined;
  readonly services: readonly Service[];
  readonly reason: Reason | undefined;
  readonly risk: Risk | undefined;
  readonly priority: Priority;
}

const nothing: Answers = {
  ...{ operation: '', status: 'actual', caseCode: '', subject: '', isMinor: undefined },
  ...{ services: [], reason: undefined, risk: undefined, priority: 'normal' },
};

const fields: Readonly<Record<string, keyof Answers>> = {
  '/operation': 'operation',
  '/subject': 'subject',
  '/body/person/caseCode': 'caseCode',
  '/body/person/isMinor': 'isMinor',
  '/body/request/services': 'services',
};

/** The first page: as much as a draft needs to be one. From here on the hub keeps it. */
export function StartPage(): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const navigate = useNavigate();
  const [answers, setAnswers] = useState(nothing);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const creating = useAct(create, async ({ id }) => {
    await queryClient.invalidateQueries({ queryKey: ['referrals'] });
    await navigate({ to: '/referrals/$id/edit/$step', params: { id, step: 'person' } });
  });
  const operation = answers.operation === '' && operations.length === 1 ? (operations[0]?.id ?? '') : answers.operation;
  const set =
    <Name extends keyof Answers>(name: Name) =>
    (value: Answers[Name]) => {
      setAnswers((before) => ({ ...before, [name]: value }));
    };
  const submit = (): void => {
    const { caseCode, subject, isMinor, reason, risk, priority, status } = answers;
    const found = missingOf({ ...answers, operation });
    setMissing(found);
    if (found.length > 0 || isMinor === undefined || reason === undefined || risk === undefined) return;
    creating.mutate({
      operation,
      priority,
      status,
      ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
      body: {
        person: { caseCode: caseCode.trim(), isMinor },
        request: { services: [...answers.services], reason, risk },
        consent: { given: 'pending', purposes: [] },
      },
    });
  };
  const faults =
    missing.length > 0 ? missing : faultsOf(creating.error, (pointer) => fields[pointer.replace(/\/\d+$/, '')]);
  return (
    <Page title={t('write.title')} lead={t('write.lead')} failed={faults.length > 0} above={<StepLine step="start" />}>
      <Form faults={faults} onSubmit={submit} label={t('write.start')}>
        <h2>{t('write.start')}</h2>
        <SelectField
          name="operation"
          label={t('write.operation')}
          value={operation}
          onChange={set('operation')}
          choices={[
            ...(operations.length === 1 ? [] : [{ value: '', label: '' }]),
            ...operations.map(({ id, mission, title }) => ({ value: id, label: `${mission} – ${title}` })),
          ]}
        />
        <TextField
          name="caseCode"
          label={t('write.caseCode')}
          hint={t('write.caseCodeHint')}
          value={answers.caseCode}
          onChange={set('caseCode')}
          maxLength={64}
          fixed
        />
        <TextField
          name="subject"
          label={t('write.subject')}
          hint={t('write.subjectHint')}
          optional
          value={answers.subject}
          onChange={set('subject')}
          maxLength={200}
        />
        <Radios
          name="isMinor"
          label={t('write.isMinor')}
          inline
          value={answers.isMinor}
          onChange={set('isMinor')}
          choices={minors.map((value) => ({ value, label: t(`write.isMinor.${value}`) }))}
        />
        <Checks
          name="services"
          label={t('write.services')}
          value={answers.services}
          onChange={set('services')}
          choices={choicesOf(services)}
        />
        <Radios
          name="reason"
          label={t('write.reason')}
          value={answers.reason}
          onChange={set('reason')}
          choices={choicesOf(reasons)}
        />
        <Radios
          name="risk"
          label={t('write.risk')}
          inline
          value={answers.risk}
          onChange={set('risk')}
          choices={choicesOf(risks)}
        />
        <Radios
          name="priority"
          label={t('write.priority')}
          value={answers.priority}
          onChange={set('priority')}
          choices={priorities.map((value) => ({
            value,
            label: t(`priority.${value}`),
            hint: t(`write.priorityHint.${value}`),
          }))}
        />
        <Radios
          name="status"
          label={t('write.status')}
          hint={t('write.statusHint')}
          inline
          value={answers.status}
          onChange={set('status')}
          choices={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={creating.isPending}>
            {t('common.continue')}
          </Button>
        </div>
      </Form>
    </Page>
  );
}

function missingOf({ operation, caseCode, isMinor, services: asked, reason, risk }: Answers): FormFault[] {
  return [
    ...(operation === '' ? [{ field: 'operation', message: t('write.needOperation') }] : []),
    ...(caseCode.trim() === '' ? [{ field: 'caseCode', message: t('write.needCaseCode') }] : []),
    ...(isMinor === undefined ? [{ field: 'isMinor', message: t('write.needMinor') }] : []),
    ...(asked.length === 0 ? [{ field: 'services', message: t('write.needServices') }] : []),
    ...(reason === undefined ? [{ field: 'reason', message: t('write.needReason') }] : []),
    ...(risk === undefined ? [{ field: 'risk', message: t('write.needRisk') }] : []),
  ];
}
