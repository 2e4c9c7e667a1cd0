import type { ReactNode } from 'react';
import { t } from '../i18n';
import { Button } from './button';

interface FormButtonsProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  /** What leads back; left out: Cancel, which says too little where something is cancelled. */
  readonly back?: string;
}

/** Sends a form that stands over a page, or goes back to the page. */
export function FormButtons({ label, busy, onClose, back = t('common.cancel') }: FormButtonsProps): ReactNode {
  return (
    <div className="form-actions">
      <Button type="submit" look="primary" busy={busy}>
        {label}
      </Button>
      <Button look="quiet" onPress={onClose}>
        {back}
      </Button>
    </div>
  );
}
