import { useState, type ReactNode } from 'react';
import { t } from '../i18n';
import { Button } from './button';
import { Dialog } from './dialog';

interface SecretProps {
  readonly title: string;
  readonly text: string;
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
  readonly onClose: () => void;
}

/** What is shown once. It lives in this dialog alone, and is gone when that is closed. */
export function SecretDialog({ title, text, secrets, onClose }: SecretProps): ReactNode {
  const [copied, setCopied] = useState<string>();
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <p>{text}</p>
      {secrets.map(({ name, value }) => (
        <div key={name} className="stack">
          <strong>{name}</strong>
          <code className="secret">{value}</code>
          <div className="row">
            <Button
              onPress={() => {
                void navigator.clipboard.writeText(value).then(() => {
                  setCopied(name);
                });
              }}
            >
              {t('common.copy')}
            </Button>
            <span role="status">{copied === name ? t('common.copied') : ''}</span>
          </div>
        </div>
      ))}
      <Button look="primary" onPress={onClose}>
        {t('endpoints.secretDone')}
      </Button>
    </Dialog>
  );
}
