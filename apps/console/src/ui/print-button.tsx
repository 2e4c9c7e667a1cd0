import type { ReactNode } from 'react';
import { t } from '../i18n';
import { Button } from './button';

/** Prints the page as its style for paper has it. */
export function PrintButton(): ReactNode {
  return (
    <Button
      onPress={() => {
        globalThis.print();
      }}
    >
      {t('item.print')}
    </Button>
  );
}
