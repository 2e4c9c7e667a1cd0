import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../i18n';

interface PageProps {
  readonly title: string;
  /** "Error:" stands before the title of a page whose form was refused, for who hears it read. */
  readonly failed?: boolean;
  readonly lead?: ReactNode;
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title in the tab and as the heading, which takes the focus when one comes here. */
export function Page({ title, failed = false, lead, above, actions, children }: PageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const whole = t('common.of', { title, product: t('common.product') });
    document.title = failed ? t('common.errorTitle', { title: whole }) : whole;
  }, [title, failed]);
  return (
    <div className="page">
      {above}
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p className="lead">{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="page-actions no-print">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
