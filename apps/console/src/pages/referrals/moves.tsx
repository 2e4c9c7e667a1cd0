import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { organisationsQuery, useBodyName } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Checks, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { AskException } from './ask-exception';

import { move, reroute, type Move, type Referral } from './referral-queries';

interface MovesProps {
  readonly referral: Referral;
  readonly onTold: (words: string) => void;
}

type Asked = Move | 'reroute' | 'exception';
const OPEN = new Set(['pending', 'acknowledged', 'accepted', 'in_progress', 'on_hold']);
const FINISHED = new Set(['completed', 'failed', 'cancelled', 'declined', 'onward_referred']);

/** What can be tried in this state; the hub decides, and says what is possible when it refuses. */
function possible({ state, recipients }: Referral): readonly Asked[] {
  if (state === 'draft' || state === 'submitted') return ['exception', 'error'];
  if (state !== 'routed') return [];
  const some = (states: ReadonlySet<string>): boolean => recipients.some((one) => states.has(one.state));
  return [
    'reroute' as const,
    ...(some(OPEN) ? (['cancel'] as const) : []),
    ...(some(FINISHED) ? (['close'] as const) : []),
    ...(recipients.some((one) => one.state === 'closed') ? (['reopen'] as const) : []),
    'exception',
    'withdraw',
  ];
}

/** What the sender can do; each asks once more before it is done. */
export function Moves({ referral, onTold }: MovesProps): ReactNode {
  const [asked, setAsked] = useState<Asked>();
  const offers = possible(referral);
  if (offers.length === 0) return null;
  const close = (): void => {
    setAsked(undefined);
  };
  const done = async (words: 'referral.done' | 'exception.asked'): Promise<void> => {
    close();
    onTold(t(words));
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['referral', referral.id] }),
      queryClient.invalidateQueries({ queryKey: ['timeline', referral.id] }),
      queryClient.invalidateQueries({ queryKey: ['referrals'] }),
    ]);
  };
  return (
    <section className="no-print">
      <h2>{t('referral.acts')}</h2>
      <div className="row">
        {referral.state === 'draft' ? (
          <Link
            className="button button-primary"
            to="/referrals/$id/edit/$step"
            params={{ id: referral.id, step: 'person' }}
          >
            {t('referral.continueDraft')}
          </Link>
        ) : null}
        {offers.map((offer) => (
          <Button
            key={offer}
            look={offer === 'withdraw' || offer === 'cancel' || offer === 'error' ? 'warning' : 'plain'}
            onPress={() => {
              setAsked(offer);
            }}
          >
            {t(`referral.${offer}`)}
          </Button>
        ))}
      </div>
      {asked === undefined ? null : (
        <Dialog title={t(`referral.${asked}`)} isOpen onClose={close}>
          {asked === 'reroute' ? (
            <Reroute referral={referral} onDone={() => done('referral.done')} onClose={close} />
          ) : null}
          {asked === 'exception' ? (
            <AskException referral={referral} onDone={() => done('exception.asked')} onClose={close} />
          ) : null}
          {asked === 'reroute' || asked === 'exception' ? null : (
            <Plain referral={referral} what={asked} onDone={() => done('referral.done')} onClose={close} />
          )}
        </Dialog>
      )}
    </section>
  );
}

interface PartProps {
  readonly referral: Referral;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

function Plain({ referral, what, onDone, onClose }: PartProps & { readonly what: Move }): ReactNode {
  const [note, setNote] = useState('');
  const act = useAct((words: string, key) => move(referral.id, what, words, key), onDone);
  return (
    <Form
      faults={faultsOf(act.error)}
      onSubmit={() => {
        act.mutate(note);
      }}
    >
      <p>{t(`referral.${what}Text`)}</p>
      {what === 'error' ? null : (
        <TextArea
          name="move-note"
          label={t('referral.noteRecipients')}
          hint={t('item.noteHint')}
          optional
          rows={3}
          maxLength={2000}
          value={note}
          onChange={setNote}
        />
      )}
      <FormButtons label={t(`referral.${what}`)} busy={act.isPending} onClose={onClose} back={t('common.back')} />
    </Form>
  );
}

function Reroute({ referral, onDone, onClose }: PartProps): ReactNode {
  const { organisation } = useMe();
  const bodyName = useBodyName();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [to, setTo] = useState<readonly string[]>([]);
  const [instead, setInstead] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct((body: Parameters<typeof reroute>[1], key) => reroute(referral.id, body, key), onDone);
  const has = new Set([organisation, ...referral.recipients.map((one) => one.organisation)]);
  const others = organisations.filter(
    ({ slug, operations }) => operations.includes(referral.operation) && !has.has(slug),
  );
  const declined = referral.recipients.filter(({ state }) => state === 'declined');
  return (
    <Form
      faults={
        missing.length > 0
          ? missing
          : faultsOf(act.error, (pointer) => (pointer.startsWith('/to') ? 'reroute-to' : undefined))
      }
      onSubmit={() => {
        const found = to.length === 0 ? [{ field: 'reroute-to', message: t('referral.needBody') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate({ to: [...to], ...(instead.length > 0 ? { instead: [...instead] } : {}) });
      }}
    >
      <p>{t('referral.rerouteText')}</p>
      <Checks
        name="reroute-to"
        label={t('referral.rerouteTo')}
        value={to}
        onChange={setTo}
        choices={others.map(({ slug, shortName, name }) => ({ value: slug, label: shortName, hint: name }))}
      />
      {declined.length > 0 ? (
        <Checks
          name="reroute-instead"
          label={t('referral.rerouteInstead')}
          optional
          value={instead}
          onChange={setInstead}
          choices={declined.map((one) => ({ value: one.organisation, label: bodyName(one.organisation) }))}
        />
      ) : null}
      <FormButtons label={t('referral.reroute')} busy={act.isPending} onClose={onClose} back={t('common.back')} />
    </Form>
  );
}
