import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { steps, type Step } from './draft';

/** How far one is. */
export function StepLine({ step }: { readonly step: Step | 'start' }): ReactNode {
  const position = step === 'start' ? 1 : steps.indexOf(step) + 2;
  return <p className="soft">{t('write.step', { step: position, steps: steps.length + 1 })}</p>;
}
