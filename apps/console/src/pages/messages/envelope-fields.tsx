import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Checks, SelectField, TextField } from '../../ui/fields';
import { tlps } from './code-lists';
import { PriorityChoice, TrafficChoice } from './envelope-choices';
import type { FieldsProps } from './information-fields';

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
      <PriorityChoice
        value={written.priority}
        onChange={(priority) => {
          onChange({ priority });
        }}
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
      <TrafficChoice
        value={written.status}
        onChange={(status) => {
          onChange({ status });
        }}
      />
    </>
  );
}
