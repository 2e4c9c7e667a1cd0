import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import type { AgendaItem } from './words';

interface OrderProps {
  readonly items: readonly AgendaItem[];
  readonly index: number;
  readonly busy: boolean;
  readonly onOrder: (ids: readonly string[]) => void;
}

/** Moves an item by one place, with the keyboard as with a finger. */
export function OrderButtons({ items, index, busy, onOrder }: OrderProps): ReactNode {
  const item = items[index];
  if (!item) return null;
  const swapped = (other: number): string[] => {
    const ids = items.map(({ id }) => id);
    const [from, to] = [ids[index] ?? '', ids[other] ?? ''];
    ids[index] = to;
    ids[other] = from;
    return ids;
  };
  return (['up', 'down'] as const).map((way) => {
    const other = way === 'up' ? index - 1 : index + 1;
    if (other < 0 || other >= items.length) return null;
    return (
      <Button
        key={way}
        look="quiet"
        isDisabled={busy}
        aria-label={t(`agenda.${way}This`, { title: item.title })}
        onPress={() => {
          onOrder(swapped(other));
        }}
      >
        {t(`agenda.${way}`)}
      </Button>
    );
  });
}
