import { useState, type ReactNode } from 'react';
import type { UseMutationResult } from '@tanstack/react-query';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { faultsOf, Form } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';

interface AskedAgainProps {
  readonly title: string;
  readonly text: string;
  /** The one thing that is asked, and its field. */
  readonly field: string;
  readonly given: string;
  /** What is wrong with it, for a person. */
  readonly missing: string | undefined;
  readonly act: UseMutationResult<unknown, Error, string>;
  readonly children: ReactNode;
}

/** A grave act of one button: it says what follows, and asks for one thing, before it is done for good. */
export function AskedAgain({ title, text, field, given, missing, act, children }: AskedAgainProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const close = (): void => {
    setOpen(false);
    setTried(false);
    act.reset();
  };
  return (
    <>
      <Button
        look="warning"
        onPress={() => {
          setOpen(true);
        }}
      >
        {title}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={close}>
        <Form
          faults={tried && missing !== undefined ? [{ field, message: missing }] : faultsOf(act.error, () => field)}
          label={title}
          onSubmit={() => {
            setTried(true);
            if (missing === undefined) act.mutate(given, { onSuccess: close });
          }}
        >
          <p>{text}</p>
          {children}
          <FormButtons label={title} busy={act.isPending} onClose={close} back={t('common.back')} />
        </Form>
      </Dialog>
    </>
  );
}
