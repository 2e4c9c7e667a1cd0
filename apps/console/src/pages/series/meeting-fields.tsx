import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { operationsQuery, useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Checks, Radios, SelectField, TextField } from '../../ui/fields';
import type { MeetingDraft } from './meeting-draft';

interface FieldsProps {
  readonly draft: MeetingDraft;
  readonly onChange: (part: Partial<MeetingDraft>) => void;
}

/** What is met about, and of which operation. */
export function AboutFields({ draft, onChange }: FieldsProps): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  return (
    <>
      <SelectField
        name="operation"
        label={t('item.operation')}
        value={draft.operation}
        onChange={(operation) => {
          const zone = operations.find(({ id }) => id === operation)?.timeZone ?? '';
          onChange({ operation, timeZone: zone, bodies: [] });
        }}
        choices={[
          { value: '', label: t('record.choose') },
          ...operations.map(({ id, mission }) => ({ value: id, label: mission })),
        ]}
      />
      <TitleField draft={draft} onChange={onChange} />
    </>
  );
}

export function TitleField({ draft, onChange }: FieldsProps): ReactNode {
  return (
    <TextField
      name="title"
      label={t('series.title')}
      hint={t('record.noNames')}
      width="full"
      maxLength={200}
      value={draft.title}
      onChange={(title) => {
        onChange({ title });
      }}
    />
  );
}

export function WhenAndWhereFields({ draft, onChange }: FieldsProps): ReactNode {
  return (
    <>
      <TextField
        name="start"
        type="datetime-local"
        label={t('series.start')}
        hint={draft.timeZone === '' ? undefined : t('series.startHint', { zone: draft.timeZone })}
        width="middle"
        value={draft.start}
        onChange={(start) => {
          onChange({ start: start.slice(0, 16) });
        }}
      />
      <NumberField name="minutes" draft={draft} onChange={onChange} />
      <TextField
        name="place"
        label={t('meetings.place')}
        optional
        maxLength={200}
        value={draft.place}
        onChange={(place) => {
          onChange({ place });
        }}
      />
      <TextField
        name="link"
        type="url"
        label={t('meeting.link')}
        hint={t('series.linkHint')}
        optional
        width="full"
        maxLength={500}
        value={draft.link}
        onChange={(link) => {
          onChange({ link });
        }}
      />
    </>
  );
}

/** Who comes, chairs and keeps the record. */
export function WhoFields({ draft, onChange }: FieldsProps): ReactNode {
  const bodyName = useBodyName();
  const { data: operations = [] } = useQuery(operationsQuery);
  const bodies = operations.find(({ id }) => id === draft.operation)?.bodies ?? [];
  const choices = [...new Set([...bodies, draft.chair, draft.secretary])].map((value) => ({
    value,
    label: bodyName(value),
  }));
  return (
    <>
      {(['chair', 'secretary'] as const).map((name) => (
        <SelectField
          key={name}
          name={name}
          label={t(`series.${name}`)}
          value={draft[name]}
          onChange={(slug) => {
            onChange({ [name]: slug });
          }}
          choices={choices}
        />
      ))}
      <Checks
        name="bodies"
        label={t('series.bodies')}
        hint={t('series.bodiesHint')}
        value={draft.bodies}
        onChange={(chosen) => {
          onChange({ bodies: chosen });
        }}
        choices={choices}
        inline
      />
    </>
  );
}

/** How it decides, how its minutes are approved, and what happens before it. Most leave them as they are. */
export function RuleFields({ draft, onChange }: FieldsProps): ReactNode {
  return (
    <>
      <NumberField name="quorum" draft={draft} onChange={onChange} />
      <Radios
        name="approval"
        label={t('series.approval')}
        value={draft.approval}
        onChange={(approval) => {
          onChange({ approval });
        }}
        choices={(['quorum', 'all', 'chair'] as const).map((value) => ({
          value,
          label: t(`series.approval.${value}`),
        }))}
      />
      {(['silenceDays', 'cutOffHours', 'reminderHours'] as const).map((name) => (
        <NumberField key={name} name={name} draft={draft} onChange={onChange} />
      ))}
    </>
  );
}

interface NumberProps extends FieldsProps {
  readonly name: 'minutes' | 'quorum' | 'silenceDays' | 'cutOffHours' | 'reminderHours';
}

function NumberField({ name, draft, onChange }: NumberProps): ReactNode {
  return (
    <TextField
      name={name}
      label={t(`series.${name}`)}
      width="short"
      inputMode="numeric"
      value={draft[name]}
      onChange={(value) => {
        onChange({ [name]: value });
      }}
    />
  );
}
