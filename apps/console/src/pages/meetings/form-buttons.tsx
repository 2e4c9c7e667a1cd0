import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Button } from '../../ui/button';

interface FormButtonsProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onClose: () => void;
}

export function FormButtons({ label, busy, onClose }: FormButtonsProps): ReactNode {
  return (
    <div className="form-actions">
      <Button type="submit" look="primary" busy={busy}>
        {label}
      </Button>
      <Button look="quiet" onPress={onClose}>
        {t('common.cancel')}
      </Button>
    </div>
  );
}
