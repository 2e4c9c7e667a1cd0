import { useState, type ReactNode } from 'react';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Radios, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { sendMessage } from '../messages/message-queries';
import type { InboxContent } from './inbox-queries';

interface AnswerProps {
  readonly item: InboxContent;
  readonly onTold: (words: string) => void;
}

/** Answers a question, in part or in whole: a message of its own that replies to it. */
export function AnswerQuestion({ item, onTold }: AnswerProps): ReactNode {
  const [answer, setAnswer] = useState('');
  const [whole, setWhole] = useState<'yes' | 'no'>();
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (body: { readonly answer: string; readonly final: boolean }, key) =>
      sendMessage(
        {
          operation: item.operation,
          kind: 'information-response',
          inReplyTo: item.messageId,
          priority: item.priority,
          body,
        },
        key,
      ),
    async ({ reference }) => {
      onTold(t('item.answered', { reference }));
      setAnswer('');
      await Promise.all(
        [['received', item.messageId], ['inbox'], ['messages'], ['thread', item.messageId]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  );
  const submit = (): void => {
    const found = [
      ...(answer.trim() === '' ? [{ field: 'answer', message: t('item.needAnswer') }] : []),
      ...(whole === undefined ? [{ field: 'whole', message: t('item.needWhole') }] : []),
    ];
    setMissing(found);
    if (found.length === 0) act.mutate({ answer: answer.trim(), final: whole === 'yes' });
  };
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
      label={t('item.sendAnswer')}
      onSubmit={submit}
    >
      <TextArea
        name="answer"
        label={t('item.answer')}
        hint={t('messages.textHint')}
        rows={6}
        maxLength={8000}
        value={answer}
        onChange={setAnswer}
      />
      <Radios
        name="whole"
        label={t('item.answerWhole')}
        value={whole}
        onChange={setWhole}
        choices={[
          { value: 'yes', label: t('item.answerWhole.yes') },
          { value: 'no', label: t('item.answerWhole.no') },
        ]}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('item.sendAnswer')}
        </Button>
      </div>
    </Form>
  );
}

const fields: Readonly<Record<string, string>> = { '/body/answer': 'answer', '/body/final': 'whole' };
