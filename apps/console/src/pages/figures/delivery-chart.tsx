import type { ReactNode } from 'react';
import { Bar, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n';
import { Bars } from './bars';

interface DeliveryChartProps {
  readonly rows: readonly { readonly name: string; readonly delivered: number; readonly failed: number }[];
}

/** Letters of an address that have room beside the bars. */
const ROOM = 16;

export function DeliveryChart({ rows }: DeliveryChartProps): ReactNode {
  return (
    <Bars rows={rows} rowHeight={44}>
      <XAxis type="number" allowDecimals={false} stroke="var(--ink-soft)" />
      <YAxis
        type="category"
        dataKey="name"
        width={120}
        stroke="var(--ink-soft)"
        tickFormatter={(name: string) => (name.length > ROOM ? `…${name.slice(-ROOM)}` : name)}
      />
      <Bar
        dataKey="delivered"
        name={t('figures.delivered')}
        stackId="of"
        fill="var(--done)"
        isAnimationActive={false}
      />
      <Bar dataKey="failed" name={t('figures.failed')} stackId="of" fill="var(--late)" isAnimationActive={false} />
    </Bars>
  );
}
