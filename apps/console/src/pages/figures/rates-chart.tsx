import type { ReactNode } from 'react';
import { Bar, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n';
import { Bars } from './bars';

interface RatesChartProps {
  readonly rows: readonly { readonly name: string; readonly noResponse: number; readonly undecided: number }[];
}

export function RatesChart({ rows }: RatesChartProps): ReactNode {
  return (
    <Bars rows={rows} rowHeight={56}>
      <XAxis type="number" domain={[0, 100]} unit=" %" stroke="var(--ink-soft)" />
      <YAxis type="category" dataKey="name" width={110} stroke="var(--ink-soft)" />
      <Bar dataKey="noResponse" name={t('figures.noResponse')} fill="var(--late)" isAnimationActive={false} />
      <Bar dataKey="undecided" name={t('figures.undecided')} fill="var(--note)" isAnimationActive={false} />
    </Bars>
  );
}
