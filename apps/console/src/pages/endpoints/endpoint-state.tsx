import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Chip, type Tone } from '../../ui/chip';
import type { Endpoint } from './endpoint-queries';

const tones: Readonly<Record<Endpoint['state'], Tone>> = {
  unverified: 'soon',
  active: 'done',
  paused: 'plain',
  disabled: 'late',
};

export function EndpointState({ state }: { readonly state: Endpoint['state'] }): ReactNode {
  return <Chip tone={tones[state]}>{t(`endpoints.state.${state}`)}</Chip>;
}
