import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { operationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { SelectField } from '../../ui/fields';

interface OperationChoiceProps {
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
  /** What stands for every operation; left out: one is always chosen. */
  readonly any?: string;
}

/** Which operation; nothing for a body of one, which has nothing to choose. */
export function OperationChoice({ value, onChange, any }: OperationChoiceProps): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  if (operations.length < 2) return null;
  return (
    <SelectField
      name="operation"
      label={t('item.operation')}
      value={value ?? ''}
      onChange={onChange}
      choices={[
        ...(any === undefined ? [] : [{ value: '', label: any }]),
        ...operations.map(({ id, mission }) => ({ value: id, label: mission })),
      ]}
    />
  );
}
