import type { ReactNode } from 'react';
import type { Tone } from './chip';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  /** Read aloud when it appears: at once for what went wrong, in a pause otherwise. */
  readonly announced?: boolean;
  readonly children?: ReactNode;
}

export function Notice({ tone, title, announced = false, children }: NoticeProps): ReactNode {
  const role = announced ? { role: tone === 'late' ? 'alert' : 'status' } : {};
  return (
    <div className={`notice notice-${tone}`} {...role}>
      {title === undefined ? null : <p className="notice-title">{title}</p>}
      {children === undefined ? null : <div>{children}</div>}
    </div>
  );
}
