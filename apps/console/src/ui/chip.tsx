import type { ReactNode } from 'react';

export type Tone = 'late' | 'soon' | 'done' | 'note' | 'plain';

/** What a tone looks like without its colour: no chip speaks by colour alone. */
const signs: Readonly<Record<Tone, string>> = {
  late: 'M8 1 15.5 14.5H.5ZM7.2 5.5v5h1.6v-5ZM7.2 11.4v1.6h1.6v-1.6Z',
  soon: 'M8 .5a7.5 7.5 0 1 0 .01 0ZM7.2 3.5v5.1l3.6 2.2.8-1.3-2.8-1.7V3.5Z',
  done: 'M13.6 2.6 6 10.6 2.5 7.2 1 8.7l5 5 9.1-9.6Z',
  note: 'M8 .5a7.5 7.5 0 1 0 .01 0ZM7.2 3.8v1.7h1.6V3.8ZM7.2 7v5.2h1.6V7Z',
  plain: 'M8 3.5a4.5 4.5 0 1 0 .01 0Z',
};

export function Chip({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span className={`chip chip-${tone}`}>
      <svg aria-hidden="true" viewBox="0 0 16 16" width="12" height="12">
        <path fill="currentColor" fillRule="evenodd" d={signs[tone]} />
      </svg>
      <span>{children}</span>
    </span>
  );
}
