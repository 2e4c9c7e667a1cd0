import type { ReactNode } from 'react';
import { BarChart, CartesianGrid, Legend, ResponsiveContainer } from 'recharts';

interface BarsProps {
  readonly rows: readonly object[];
  /** Pixels of one row. */
  readonly rowHeight: number;
  /** Axes and bars. */
  readonly children: ReactNode;
}

/** Pixels of what stands around all rows. */
const AROUND = 90;

/** Lying bars, a row each. For the eye alone: whoever does not see it has the table. */
export function Bars({ rows, rowHeight, children }: BarsProps): ReactNode {
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={rows.length * rowHeight + AROUND}>
        <BarChart
          data={[...rows]}
          layout="vertical"
          accessibilityLayer={false}
          margin={{ top: 8, right: 16, bottom: 8, left: 8 }}
        >
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <Legend />
          {children}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
