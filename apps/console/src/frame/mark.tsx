import type { ReactNode } from 'react';

export function Mark(): ReactNode {
  return (
    <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32" fill="none" stroke="currentColor">
      <path strokeWidth="2.5" d="M16 16 7 8M16 16l9-8M16 16v10" />
      <g fill="currentColor" stroke="none">
        <circle cx="16" cy="16" r="5" />
        <circle cx="7" cy="8" r="3" />
        <circle cx="25" cy="8" r="3" />
        <circle cx="16" cy="26" r="3" />
      </g>
    </svg>
  );
}
