import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { isRefusal } from '../../api/problem';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BodyView } from '../../ui/body-view';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { codeWords } from '../../ui/codes';
import { Fact, Facts } from '../../ui/facts';
import { faultsOf, Form } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { clockTime } from '../../ui/time';
import { Reasons } from '../sent/reasons';
import { previewQuery, submit } from './draft-queries';
import type { Autosave } from './use-autosave';

interface CheckProps {
  readonly id: string;
  readonly autosave: Autosave;
  readonly onBack: () => void;
}

/** The last page: the answers, and exactly what each body would see of them, before anything is sent. */
export function CheckStep({ id, autosave, onBack }: CheckProps): ReactNode {
  const navigate = useNavigate();
  const preview = useQuery({ ...previewQuery(id, autosave.etag), enabled: autosave.state === 'saved' });
  const sending = useAct(
    (referralId: string, key) => submit(referralId, key),
    async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['referral', id] }),
        queryClient.invalidateQueries({ queryKey: ['referrals'] }),
      ]);
      await navigate({ to: '/referrals/$id', params: { id } });
    },
  );
  return (
    <Form
      faults={faultsOf(sending.error)}
      label={t('write.check')}
      onSubmit={() => {
        sending.mutate(id);
      }}
    >
      <section className="stack">
        <h2>{t('write.answers')}</h2>
        <Answers id={id} autosave={autosave} />
      </section>
      <section className="stack">
        <h2>{t('write.recipients')}</h2>
        <p className="soft">{t('write.checkLead')}</p>
        {isRefusal(sending.error, 'release_refused') ? <Refused refused={sending.error.problem.refused ?? []} /> : null}
        <Loaded query={preview}>{({ recipients }) => <Bodies bodies={recipients} />}</Loaded>
      </section>
      <div className="form-actions">
        <Button type="submit" look="primary" busy={sending.isPending} isDisabled={autosave.state !== 'saved'}>
          {t('write.send')}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {t('common.back')}
        </Button>
        <Link to="/referrals">{t('write.later')}</Link>
      </div>
    </Form>
  );
}

function Answers({ id, autosave: { draft } }: { readonly id: string; readonly autosave: Autosave }): ReactNode {
  const bodyName = useBodyName();
  const parts = [
    ['person', draft.body.person],
    ['trafficking', draft.body.trafficking],
    ['consent', draft.body.consent],
  ] as const;
  return (
    <>
      <Facts>
        <Fact name={t('write.priority')}>{t(`priority.${draft.priority}`)}</Fact>
        <Fact name={t('write.status')}>{t(`status.${draft.status}`)}</Fact>
        <Fact name={t('write.to')}>
          {draft.to.length === 0 ? t('referral.byRules') : draft.to.map(bodyName).join(', ')}{' '}
          <Change id={id} step="recipients" what={t('write.recipients')} />
        </Fact>
      </Facts>
      <BodyView body={{ request: draft.body.request }} />
      {parts.map(([step, part]) => (
        <div key={step} className="stack">
          {part === undefined ? <h3>{t(`write.${step}`)}</h3> : <BodyView body={{ [step]: part }} />}
          <p>
            <Change id={id} step={step} what={t(`write.${step}`)} />
          </p>
        </div>
      ))}
    </>
  );
}

function Change({ id, step, what }: { readonly id: string; readonly step: string; readonly what: string }): ReactNode {
  return (
    <Link to="/referrals/$id/edit/$step" params={{ id, step }}>
      {t('common.change')} <span className="sr">{what}</span>
    </Link>
  );
}

function Bodies({ bodies }: { readonly bodies: readonly Schemas['PreviewedBody'][] }): ReactNode {
  const reached = bodies.filter(({ outcome }) => outcome === 'recipient');
  const refused = bodies.filter(({ outcome }) => outcome === 'refused');
  return (
    <div className="stack">
      {reached.length === 0 ? <Notice tone="late">{t('write.nobody')}</Notice> : null}
      {reached.map((body) => (
        <Sees key={body.organisation} body={body} />
      ))}
      {refused.length > 0 ? <Refused refused={refused} /> : null}
    </div>
  );
}

function Sees({ body }: { readonly body: Schemas['PreviewedBody'] }): ReactNode {
  const bodyName = useBodyName();
  return (
    <details className="panel">
      <summary>
        <strong>{t('write.sees', { body: bodyName(body.organisation) })}</strong>{' '}
        {body.capacity === null ? null : <Chip tone="note">{t(`capacity.${body.capacity}`)}</Chip>}{' '}
        <span className="soft small">{t('write.withheld', { count: body.withheld.length })}</span>
      </summary>
      {body.dueAt === null ? null : <p className="soft">{t('write.dueBy', { time: clockTime(body.dueAt) })}</p>}
      <Reasons reasons={body.reasons} />
      {body.body === null ? null : <BodyView body={body.body} />}
      {body.withheld.length === 0 ? null : (
        <p className="soft small">
          {body.withheld.map(({ pointer }) => pointer.split('/').slice(1).map(codeWords).join(', ')).join(' · ')}
        </p>
      )}
    </details>
  );
}

function Refused({ refused }: { readonly refused: readonly Schemas['RefusedBody'][] }): ReactNode {
  const bodyName = useBodyName();
  return (
    <>
      {refused.map(({ organisation, reasons }) => (
        <Notice key={organisation} tone="soon" title={t('write.refusedTitle', { body: bodyName(organisation) })}>
          <Reasons reasons={reasons} />
        </Notice>
      ))}
    </>
  );
}
