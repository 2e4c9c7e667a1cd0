import { useState, type ReactNode } from 'react';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import type { SentMessage } from '../sent/sent-message';
import { cancelMessage } from './message-queries';

interface CancelProps {
  readonly message: SentMessage;
  readonly onTold: (words: string) => void;
}

const OPEN = new Set(['pending', 'acknowledged', 'in_progress']);

/** Calls a message off, after asking once more; offered while a body still has it open. */
export function CancelMessage({ message, onTold }: CancelProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const close = (): void => {
    setOpen(false);
  };
  const act = useAct(
    (words: string, key) => cancelMessage(message.id, words, key),
    async () => {
      close();
      onTold(t('referral.done'));
      await Promise.all(
        [['message', message.id], ['timeline', message.id], ['messages']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  );
  if (message.state !== 'routed' || !message.recipients.some(({ state }) => OPEN.has(state))) return null;
  return (
    <section className="no-print">
      <Button
        look="warning"
        onPress={() => {
          setOpen(true);
        }}
      >
        {t('referral.cancel')}
      </Button>
      <Dialog title={t('referral.cancel')} isOpen={isOpen} onClose={close}>
        <Form
          faults={faultsOf(act.error)}
          onSubmit={() => {
            act.mutate(note);
          }}
        >
          <p>{t('referral.cancelText')}</p>
          <TextArea
            name="cancel-note"
            label={t('referral.noteRecipients')}
            optional
            rows={3}
            maxLength={2000}
            value={note}
            onChange={setNote}
          />
          <FormButtons label={t('referral.cancel')} busy={act.isPending} onClose={close} back={t('common.back')} />
        </Form>
      </Dialog>
    </section>
  );
}
