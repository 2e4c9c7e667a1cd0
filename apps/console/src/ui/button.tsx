import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { t } from '../i18n';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  readonly look?: 'primary' | 'plain' | 'warning' | 'quiet';
  /** While it works it takes no second press, and says so. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** What a button is while it works: it keeps the focus, and sends nothing. */
const working: AriaButtonProps = { type: 'button', 'aria-disabled': true };

/** Not by react-aria's `isPending`: that leaves images without a name behind when the button goes with its page. */
export function Button({ look = 'plain', busy = false, children, onPress, ...rest }: ButtonProps): ReactNode {
  const { 'aria-label': label, ...others } = rest;
  return (
    <AriaButton
      {...others}
      {...(label === undefined || busy ? {} : { 'aria-label': label })}
      {...(onPress === undefined || busy ? {} : { onPress })}
      {...(busy ? working : {})}
      className={`button button-${look}${busy ? ' button-busy' : ''}`}
    >
      {busy ? t('common.sending') : children}
    </AriaButton>
  );
}
