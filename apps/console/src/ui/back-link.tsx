import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { createLink } from '@tanstack/react-router';

function Back({ children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement>): ReactNode {
  return (
    <a {...rest} className="back no-print">
      <span aria-hidden="true" className="arrow" />
      {children}
    </a>
  );
}

/** Leads from a page to the one that it belongs to. */
export const BackLink = createLink(Back);
