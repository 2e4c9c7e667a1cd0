import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { operationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { Checks } from '../../ui/fields';

type Role = Schemas['HeldRole'];
type Given = Schemas['RoleDto'];

/** What a focal point grants; the hub refuses the others. */
const grantable = ['liaison-officer', 'coordinator', 'focal-point', 'protection-officer'] as const;

/** A role with its place, as one choice: "liaison-officer kosovo"; in all operations without one. */
export function choiceOf({ role, operation }: Role): string {
  return operation === null ? role : `${role} ${operation}`;
}

export function rolesOf(choices: readonly string[]): Given[] {
  return choices.map((choice) => {
    const [role, operation] = choice.split(' ');
    return { role: role as Role['role'], ...(operation === undefined ? {} : { operation }) };
  });
}

export function roleWords(role: Role, missionOf: (id: string) => string): string {
  const words = t(`role.${role.role}`);
  return role.operation === null
    ? t('account.everywhere', { role: words })
    : t('account.in', { role: words, operation: missionOf(role.operation) });
}

export function useMission(): (id: string) => string {
  const { data } = useQuery(operationsQuery);
  return (id) => data?.find((operation) => operation.id === id)?.mission ?? id;
}

interface RoleChecksProps {
  readonly name: string;
  readonly held: readonly Role[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Every role in every operation, and whatever the person holds besides. */
export function RoleChecks({ name, held, value, onChange }: RoleChecksProps): ReactNode {
  const missionOf = useMission();
  const { data: operations = [] } = useQuery(operationsQuery);
  const places = [null, ...operations.map(({ id }) => id)];
  const all = [...grantable.flatMap((role) => places.map((operation): Role => ({ role, operation }))), ...held];
  const choices = new Map(all.map((role) => [choiceOf(role), roleWords(role, missionOf)]));
  return (
    <Checks
      name={name}
      label={t('account.roles')}
      value={value}
      onChange={onChange}
      choices={[...choices].map(([choice, label]) => ({ value: choice, label }))}
    />
  );
}
