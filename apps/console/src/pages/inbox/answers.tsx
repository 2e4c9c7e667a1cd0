import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay, useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Checks, Radios, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { AnswerQuestion } from './answer-question';
import { declineReasons, outcomes, type DeclineReason, type Outcome } from './code-lists';
import { acknowledge, confirm, decide, progress, referOnward, reopen, type InboxContent } from './inbox-queries';

interface PartProps {
  readonly item: InboxContent;
  readonly onTold: (words: string) => void;
}

/** What the body may do now, as the hub says; each part leads to one act. */
export function Answers({ item, onTold }: PartProps): ReactNode {
  const mayWrite = useMay('messages:write');
  const may = (...events: InboxContent['legal'][number][]): boolean =>
    events.some((event) => item.legal.includes(event));
  const parts = [
    ...(may('acknowledge') ? [<Acknowledge key="acknowledge" item={item} onTold={onTold} />] : []),
    ...(may('answer') && item.kind === 'information-request' && mayWrite
      ? [<AnswerQuestion key="answer" item={item} onTold={onTold} />]
      : []),
    ...(may('confirm_cancel') ? [<Confirm key="cancel" what="cancel" item={item} onTold={onTold} />] : []),
    ...(may('confirm_recall') ? [<Confirm key="recall" what="recall" item={item} onTold={onTold} />] : []),
    ...(may('accept', 'decline') ? [<Decide key="decide" item={item} onTold={onTold} />] : []),
    ...(may('start', 'hold', 'resume', 'complete', 'fail')
      ? [<Progress key="progress" item={item} onTold={onTold} />]
      : []),
    ...(may('refer_onward') ? [<Onward key="onward" item={item} onTold={onTold} />] : []),
    ...(may('reopen') ? [<Reopen key="reopen" item={item} onTold={onTold} />] : []),
  ];
  return (
    <section className="no-print">
      <h2>{t('item.do')}</h2>
      {parts.length === 0 ? <p className="soft">{t('item.nothing')}</p> : <div className="stack">{parts}</div>}
    </section>
  );
}

/** An act on the item: afterwards it and the lists are read again. */
function useItemAct<Input>(
  item: InboxContent,
  act: (input: Input, key: string) => Promise<unknown>,
  onDone: () => void,
): ReturnType<typeof useAct<Input, unknown>> {
  return useAct(act, async () => {
    onDone();
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['received', item.messageId] }),
      queryClient.invalidateQueries({ queryKey: ['inbox'] }),
    ]);
  });
}

function Acknowledge({ item, onTold }: PartProps): ReactNode {
  const act = useAct(
    (messageId: string, key) => acknowledge(messageId, key),
    async ({ receiptId }) => {
      onTold(t('item.receipt', { receipt: receiptId }));
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['received', item.messageId] }),
        queryClient.invalidateQueries({ queryKey: ['inbox'] }),
      ]);
    },
  );
  return (
    <Form
      faults={faultsOf(act.error)}
      label={t('item.acknowledge')}
      onSubmit={() => {
        act.mutate(item.messageId);
      }}
    >
      <p className="soft">{t('item.acknowledgeHint')}</p>
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('item.acknowledge')}
        </Button>
      </div>
    </Form>
  );
}

function Confirm({ item, onTold, what }: PartProps & { readonly what: 'cancel' | 'recall' }): ReactNode {
  const label = t(what === 'cancel' ? 'item.confirmCancel' : 'item.confirmRecall');
  const act = useItemAct(
    item,
    (_: undefined, key) => confirm(item.messageId, what, key),
    () => {
      onTold(t('item.told'));
    },
  );
  return (
    <Form
      faults={faultsOf(act.error)}
      label={label}
      onSubmit={() => {
        act.mutate(undefined);
      }}
    >
      <p>{t(what === 'cancel' ? 'item.confirmCancelHint' : 'item.confirmRecallHint')}</p>
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {label}
        </Button>
      </div>
    </Form>
  );
}

function Decide({ item, onTold }: PartProps): ReactNode {
  const [decision, setDecision] = useState<'accepted' | 'declined'>();
  const [reason, setReason] = useState<DeclineReason>();
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useItemAct(
    item,
    (body: Parameters<typeof decide>[1], key) => decide(item.messageId, body, key),
    () => {
      if (decision) onTold(t(`item.decided.${decision}`));
    },
  );
  const submit = (): void => {
    const found = [
      ...(decision === undefined ? [{ field: 'decision', message: t('item.needDecision') }] : []),
      ...(decision === 'declined' && reason === undefined ? [{ field: 'reason', message: t('item.needReason') }] : []),
      ...(decision === 'declined' && reason === 'other' && note.trim() === ''
        ? [{ field: 'decision-note', message: t('item.needNote') }]
        : []),
    ];
    setMissing(found);
    if (found.length > 0 || decision === undefined) return;
    act.mutate({
      decision,
      ...(decision === 'declined' && reason !== undefined ? { reason } : {}),
      ...(note.trim() === '' ? {} : { note }),
    });
  };
  return (
    <Form faults={missing.length > 0 ? missing : faultsOf(act.error)} label={t('item.decide')} onSubmit={submit}>
      <Radios
        name="decision"
        label={t('item.decideQuestion')}
        value={decision}
        onChange={setDecision}
        choices={[
          ...(item.legal.includes('accept') ? [{ value: 'accepted' as const, label: t('item.accept') }] : []),
          { value: 'declined', label: t(item.legal.includes('accept') ? 'item.decline' : 'item.declineOnly') },
        ]}
      />
      {decision === 'declined' ? (
        <Radios
          name="reason"
          label={t('item.reason')}
          value={reason}
          onChange={setReason}
          choices={declineReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
        />
      ) : null}
      {decision === undefined ? null : (
        <TextArea
          name="decision-note"
          label={t('item.note')}
          hint={t('item.noteHint')}
          optional={reason !== 'other'}
          value={note}
          onChange={setNote}
          maxLength={2000}
        />
      )}
      <div className="form-actions">
        <Button type="submit" look={item.state === 'pending' ? 'plain' : 'primary'} busy={act.isPending}>
          {t('item.sendDecision')}
        </Button>
      </div>
    </Form>
  );
}

const steps = {
  start: 'in_progress',
  resume: 'in_progress',
  hold: 'on_hold',
  complete: 'completed',
  fail: 'failed',
} as const;
type Step = (typeof steps)[keyof typeof steps];

function Progress({ item, onTold }: PartProps): ReactNode {
  const [state, setState] = useState<Step>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const ended = state === 'completed' || state === 'failed';
  const act = useItemAct(
    item,
    (body: Parameters<typeof progress>[1], key) => progress(item.messageId, body, key),
    () => {
      onTold(t('item.told'));
    },
  );
  const possible = new Set(item.legal.flatMap((event) => (event in steps ? [steps[event as keyof typeof steps]] : [])));
  const submit = (): void => {
    const found = [
      ...(state === undefined ? [{ field: 'progress', message: t('item.needProgress') }] : []),
      ...(ended && outcome === undefined ? [{ field: 'outcome', message: t('item.needOutcome') }] : []),
    ];
    setMissing(found);
    if (found.length > 0 || state === undefined) return;
    act.mutate({
      state,
      ...(ended && outcome !== undefined ? { outcome } : {}),
      ...(note.trim() === '' ? {} : { note }),
    });
  };
  return (
    <Form faults={missing.length > 0 ? missing : faultsOf(act.error)} label={t('item.progress')} onSubmit={submit}>
      <Radios
        name="progress"
        label={t('item.progressQuestion')}
        value={state}
        onChange={setState}
        choices={[...possible].map((value) => ({ value, label: t(`item.progress.${value}`) }))}
      />
      {ended ? (
        <Radios
          name="outcome"
          label={t('item.outcomeQuestion')}
          value={outcome}
          onChange={setOutcome}
          choices={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
      ) : null}
      {state === undefined ? null : (
        <TextArea
          name="progress-note"
          label={t('item.note')}
          hint={t('item.noteHint')}
          optional
          value={note}
          onChange={setNote}
          maxLength={2000}
        />
      )}
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('item.sendProgress')}
        </Button>
      </div>
    </Form>
  );
}

function Onward({ item, onTold }: PartProps): ReactNode {
  const { organisation } = useMe();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [isOpen, setOpen] = useState(false);
  const [to, setTo] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useItemAct(
    item,
    (body: Parameters<typeof referOnward>[1], key) => referOnward(item.messageId, body, key),
    () => {
      onTold(t('item.onwardDone'));
    },
  );
  const others = organisations.filter(
    ({ slug, operations }) => operations.includes(item.operation) && slug !== organisation && slug !== item.sender,
  );
  if (!isOpen)
    return (
      <div>
        <Button
          onPress={() => {
            setOpen(true);
          }}
        >
          {t('item.onward')}
        </Button>
      </div>
    );
  return (
    <Form
      faults={
        missing.length > 0
          ? missing
          : faultsOf(act.error, (pointer) => (pointer.startsWith('/to') ? 'onward-to' : undefined))
      }
      label={t('item.onward')}
      onSubmit={() => {
        const found = to.length === 0 ? [{ field: 'onward-to', message: t('item.needBody') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate({ to: [...to], ...(note.trim() === '' ? {} : { note }) });
      }}
    >
      <Checks
        name="onward-to"
        label={t('item.onwardTo')}
        hint={t('item.onwardHint')}
        value={to}
        onChange={setTo}
        choices={others.map(({ slug, shortName, name }) => ({ value: slug, label: shortName, hint: name }))}
      />
      <TextArea
        name="onward-note"
        label={t('item.note')}
        hint={t('item.noteHint')}
        optional
        value={note}
        onChange={setNote}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('item.onwardSend')}
        </Button>
        <Button
          look="quiet"
          onPress={() => {
            setOpen(false);
          }}
        >
          {t('common.cancel')}
        </Button>
      </div>
    </Form>
  );
}

function Reopen({ item, onTold }: PartProps): ReactNode {
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useItemAct(
    item,
    (words: string, key) => reopen(item.messageId, words, key),
    () => {
      onTold(t('item.told'));
    },
  );
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error)}
      label={t('item.reopen')}
      onSubmit={() => {
        const found = note.trim() === '' ? [{ field: 'reopen-note', message: t('item.needReopenNote') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate(note);
      }}
    >
      <TextArea
        name="reopen-note"
        label={t('item.note')}
        hint={t('item.noteHint')}
        value={note}
        onChange={setNote}
        rows={2}
      />
      <div className="form-actions">
        <Button type="submit" busy={act.isPending}>
          {t('item.reopenSend')}
        </Button>
      </div>
    </Form>
  );
}
