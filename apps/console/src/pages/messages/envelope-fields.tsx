import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Checks, Radios, SelectField, TextField } from '../../ui/fields';
import { priorities } from '../referrals/code-lists';
import { tlps } from './code-lists';
import type { FieldsProps } from './information-fields';

const statuses = ['actual', 'exercise', 'test'] as const;

/** To whom it goes, and how it is marked. */
export function EnvelopeFields({
  operation,
  written,
  onChange,
}: FieldsProps & { readonly operation: string }): ReactNode {
  const { organisation } = useMe();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const others = organisations.filter(
    ({ slug, operations }) => operations.includes(operation) && slug !== organisation,
  );
  return (
    <>
      <Checks
        name="to"
        label={t('messages.to')}
        hint={t('messages.toHint')}
        optional
        value={written.to}
        onChange={(to) => {
          onChange({ to });
        }}
        choices={others.map(({ slug, shortName, name }) => ({ value: slug, label: shortName, hint: name }))}
      />
      <TextField
        name="subject"
        label={t('messages.subject')}
        hint={t('messages.subjectHint')}
        optional
        width="full"
        maxLength={200}
        value={written.subject}
        onChange={(subject) => {
          onChange({ subject });
        }}
      />
      <Radios
        name="priority"
        label={t('referrals.priority')}
        inline
        value={written.priority}
        onChange={(priority) => {
          onChange({ priority });
        }}
        choices={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
      />
      <SelectField
        name="tlp"
        label={t('messages.tlp')}
        value={written.tlp}
        onChange={(tlp) => {
          onChange({ tlp });
        }}
        choices={tlps.map((value) => ({ value, label: `TLP:${value}` }))}
      />
      <Radios
        name="status"
        label={t('referral.status')}
        inline
        value={written.status}
        onChange={(status) => {
          onChange({ status });
        }}
        choices={statuses.map((value) => ({ value, label: t(`messages.status.${value}`) }))}
      />
    </>
  );
}
