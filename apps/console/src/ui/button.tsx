import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { t } from '../i18n';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  readonly look?: 'primary' | 'plain' | 'warning' | 'quiet';
  /** While it works it takes no second press, and says so. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', busy = false, children, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton {...rest} isPending={busy} className={`button button-${look}`}>
      {busy ? t('common.sending') : children}
    </AriaButton>
  );
}
