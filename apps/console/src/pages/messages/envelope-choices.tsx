import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Radios } from '../../ui/fields';
import { priorities } from '../referrals/code-lists';

export type Priority = NonNullable<Schemas['SendMessageDto']['priority']>;
export type Traffic = NonNullable<Schemas['SendMessageDto']['status']>;

const statuses: readonly Traffic[] = ['actual', 'exercise', 'test'];

interface ChoiceProps<Value> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly hint?: string;
}

/** How soon a message is to be taken up. */
export function PriorityChoice({ value, onChange, hint }: ChoiceProps<Priority>): ReactNode {
  return (
    <Radios
      name="priority"
      label={t('referrals.priority')}
      hint={hint}
      inline
      value={value}
      onChange={onChange}
      choices={priorities.map((priority) => ({ value: priority, label: t(`priority.${priority}`) }))}
    />
  );
}

/** Whether it is the real thing. */
export function TrafficChoice({ value, onChange }: ChoiceProps<Traffic>): ReactNode {
  return (
    <Radios
      name="status"
      label={t('referral.status')}
      inline
      value={value}
      onChange={onChange}
      choices={statuses.map((status) => ({ value: status, label: t(`messages.status.${status}`) }))}
    />
  );
}
