import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n';

interface DeliveryChartProps {
  readonly rows: readonly { readonly name: string; readonly delivered: number; readonly failed: number }[];
}

/** Pixels of one bar, and of what stands around all of them. */
const BAR = 44;
const AROUND = 90;
/** Letters of an address that have room beside the bars. */
const ROOM = 16;

/** For the eye alone: whoever does not see it has the table. */
export function DeliveryChart({ rows }: DeliveryChartProps): ReactNode {
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={rows.length * BAR + AROUND}>
        <BarChart
          data={[...rows]}
          layout="vertical"
          accessibilityLayer={false}
          margin={{ top: 8, right: 16, bottom: 8, left: 8 }}
        >
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis type="number" allowDecimals={false} stroke="var(--ink-soft)" />
          <YAxis
            type="category"
            dataKey="name"
            width={120}
            stroke="var(--ink-soft)"
            tickFormatter={(name: string) => (name.length > ROOM ? `…${name.slice(-ROOM)}` : name)}
          />
          <Legend />
          <Bar
            dataKey="delivered"
            name={t('figures.delivered')}
            stackId="of"
            fill="var(--done)"
            isAnimationActive={false}
          />
          <Bar dataKey="failed" name={t('figures.failed')} stackId="of" fill="var(--late)" isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
