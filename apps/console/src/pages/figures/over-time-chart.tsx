import type { ReactNode } from 'react';
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n';

interface OverTimeChartProps {
  readonly rows: readonly {
    readonly month: string;
    /** Per cent; null where nothing was due. */
    readonly noResponse: number | null;
    readonly undecided: number | null;
  }[];
}

const HEIGHT = 280;

/** For the eye alone: whoever does not see it has the table. The lines differ by more than their colour. */
export function OverTimeChart({ rows }: OverTimeChartProps): ReactNode {
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart data={[...rows]} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 8, left: 8 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="month" stroke="var(--ink-soft)" />
          <YAxis domain={[0, 100]} unit=" %" width={64} stroke="var(--ink-soft)" />
          <Legend />
          <Line
            dataKey="noResponse"
            name={t('figures.noResponse')}
            stroke="var(--late)"
            strokeWidth={2}
            isAnimationActive={false}
          />
          <Line
            dataKey="undecided"
            name={t('figures.undecided')}
            stroke="var(--note)"
            strokeWidth={2}
            strokeDasharray="6 4"
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
