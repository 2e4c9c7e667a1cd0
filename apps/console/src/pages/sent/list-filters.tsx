import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { operationsQuery, organisationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { SelectField, type Choice } from '../../ui/fields';
import { priorities } from '../referrals/code-lists';

interface FilterProps {
  /** Left out: all of them are listed. */
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

/** The choice that narrows nothing. */
export const anyChoice = (): Choice => ({ value: '', label: t('referrals.any') });

/** Narrows a list to an operation; not shown to a body that has one only. */
export function OperationFilter({ value = '', onChange }: FilterProps): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  if (operations.length < 2) return null;
  return (
    <SelectField
      name="operation"
      label={t('referrals.operation')}
      value={value}
      onChange={onChange}
      choices={[anyChoice(), ...operations.map(({ id, mission }) => ({ value: id, label: mission }))]}
    />
  );
}

export function PriorityFilter({ value = '', onChange }: FilterProps): ReactNode {
  return (
    <SelectField
      name="priority"
      label={t('referrals.priority')}
      value={value}
      onChange={onChange}
      choices={[anyChoice(), ...priorities.map((one) => ({ value: one, label: t(`priority.${one}`) }))]}
    />
  );
}

/** Narrows a list by a body that has a part in it. */
export function BodyFilter({
  name,
  label,
  value = '',
  onChange,
}: FilterProps & { readonly name: string; readonly label: string }): ReactNode {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  return (
    <SelectField
      name={name}
      label={label}
      value={value}
      onChange={onChange}
      choices={[anyChoice(), ...organisations.map(({ slug, shortName }) => ({ value: slug, label: shortName }))]}
    />
  );
}
