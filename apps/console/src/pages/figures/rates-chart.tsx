import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n';

interface RatesChartProps {
  readonly rows: readonly { readonly name: string; readonly noResponse: number; readonly undecided: number }[];
}

/** Pixels of a group's two bars, and of what stands around all of them. */
const GROUP = 56;
const AROUND = 90;

/** For the eye alone: whoever does not see it has the table. */
export function RatesChart({ rows }: RatesChartProps): ReactNode {
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={rows.length * GROUP + AROUND}>
        <BarChart
          data={[...rows]}
          layout="vertical"
          accessibilityLayer={false}
          margin={{ top: 8, right: 16, bottom: 8, left: 8 }}
        >
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis type="number" domain={[0, 100]} unit=" %" stroke="var(--ink-soft)" />
          <YAxis type="category" dataKey="name" width={110} stroke="var(--ink-soft)" />
          <Legend />
          <Bar dataKey="noResponse" name={t('figures.noResponse')} fill="var(--late)" isAnimationActive={false} />
          <Bar dataKey="undecided" name={t('figures.undecided')} fill="var(--note)" isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
