import { useEffect, useEffectEvent, useState } from 'react';

interface RowKeys {
  readonly onOpen: (index: number) => void;
  /** Further keys, lower case, each for the marked row. */
  readonly keys?: Readonly<Record<string, (index: number) => void>>;
}

/** J and K mark the next and the former row, Enter opens it; never while something is typed or chosen. */
export function useRowKeys(count: number, { onOpen, keys = {} }: RowKeys): number | undefined {
  const [marked, setMarked] = useState<number>();
  const within = marked === undefined ? undefined : Math.min(marked, count - 1);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === 'j') setMarked(Math.min((within ?? -1) + 1, count - 1));
    else if (key === 'k') setMarked(Math.max((within ?? 1) - 1, 0));
    else if (within === undefined) return;
    else if (key === 'enter') onOpen(within);
    else keys[key]?.(within);
  });
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return within;
}

/** Where a key already means something. */
function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('a, button, input, select, textarea, dialog, [role=dialog]') !== null
  );
}
