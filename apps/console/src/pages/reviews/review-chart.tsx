import type { ReactNode } from 'react';
import { Bar, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n';
import { shareWords } from '../../ui/share-words';
import { Bars } from '../figures/bars';

export interface ChartRow {
  readonly name: string;
  /** What is there for certain. */
  readonly certain: number;
  /** What may be there beyond that. */
  readonly more: number;
}

interface ReviewChartProps {
  readonly rows: readonly ChartRow[];
  /** Whether they are bounds; otherwise exact numbers. */
  readonly bounded: boolean;
  /** Whether they are shares, from 0 to 1. */
  readonly shares: boolean;
  readonly name: string;
}

/** Letters of a name that have room beside the bars. */
const ROOM = 24;

export function ReviewChart({ rows, bounded, shares, name }: ReviewChartProps): ReactNode {
  return (
    <Bars rows={rows} rowHeight={36}>
      {shares ? (
        <XAxis
          type="number"
          domain={[0, 1]}
          tickFormatter={(share: number) => shareWords(share)}
          stroke="var(--ink-soft)"
        />
      ) : (
        <XAxis type="number" allowDecimals={false} stroke="var(--ink-soft)" />
      )}
      <YAxis
        type="category"
        dataKey="name"
        width={170}
        stroke="var(--ink-soft)"
        tickFormatter={(label: string) => (label.length > ROOM ? `…${label.slice(-ROOM)}` : label)}
      />
      <Bar
        dataKey="certain"
        name={bounded ? t('reviews.certain') : name}
        stackId="of"
        fill="var(--note)"
        isAnimationActive={false}
      />
      {bounded ? (
        <Bar
          dataKey="more"
          name={t('reviews.possible')}
          stackId="of"
          fill="var(--line)"
          stroke="var(--note)"
          isAnimationActive={false}
        />
      ) : null}
    </Bars>
  );
}
