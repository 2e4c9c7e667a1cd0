import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BodyView } from '../../ui/body-view';
import { Button } from '../../ui/button';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { clockTime } from '../../ui/time';
import { referralQuery, type Referral } from '../referrals/referral-queries';
import { CheckStep } from './check-step';
import { faultsOfParts, recordConsent, recordOf, type ConsentParts } from './consent-parts';
import { draftOf, steps, type Draft, type Step } from './draft';
import { StepLine } from './step-line';
import { ConsentStep, PersonStep, RecipientsStep, TraffickingStep, type ConsentByParts } from './steps';
import { useAutosave, type Autosave } from './use-autosave';

const names = {
  person: 'write.person',
  trafficking: 'write.trafficking',
  consent: 'write.consent',
  recipients: 'write.recipients',
  check: 'write.check',
} as const;

export function EditPage(): ReactNode {
  const { id } = useParams({ from: '/inside/referrals/$id/edit/$step' });
  const query = useQuery({ ...referralQuery(id), refetchOnWindowFocus: false, staleTime: Infinity });
  return (
    <Loaded query={query}>
      {({ referral, etag }) => {
        const draft = draftOf(referral);
        if (referral.state !== 'draft' || draft === undefined) return <Sent id={id} />;
        return <Pages key={id} referral={referral} start={{ draft, etag }} />;
      }}
    </Loaded>
  );
}

function Sent({ id }: { readonly id: string }): ReactNode {
  return (
    <Page title={t('write.title')}>
      <Notice tone="note">{t('write.notDraft')}</Notice>
      <p>
        <Link to="/referrals/$id" params={{ id }}>
          {t('referral.content')}
        </Link>
      </p>
    </Page>
  );
}

interface PagesProps {
  readonly referral: Referral;
  readonly start: { readonly draft: Draft; readonly etag: string };
}

function Pages({ referral, start }: PagesProps): ReactNode {
  const { id } = referral;
  const { step: asked } = useParams({ from: '/inside/referrals/$id/edit/$step' });
  const step = steps.find((one) => one === asked) ?? 'person';
  const autosave = useAutosave(id, start);
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState(false);
  const [consentId, setConsentId] = useState(referral.consentId);
  // Undefined: one statement for all bodies.
  const [parts, setParts] = useState<ConsentParts>();
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const record = useAct(recordConsent);
  const go = (to: Step) => navigate({ to: '/referrals/$id/edit/$step', params: { id, step: to } });
  const next = async (): Promise<void> => {
    const byParts = step === 'consent' && autosave.draft.body.consent.given === 'yes' ? parts : undefined;
    const found = byParts === undefined ? [] : faultsOfParts(autosave.draft, byParts);
    setMissing(found);
    if (found.length > 0) return;
    setLeaving(true);
    const saved = (await autosave.flush()) && (byParts === undefined || (await restOnParts(byParts)));
    setLeaving(false);
    const following = steps[steps.indexOf(step) + 1];
    if (saved && following) await go(following);
  };
  const restOnParts = async (chosen: ConsentParts): Promise<boolean> => {
    try {
      const { id: recorded } = await record.mutateAsync(recordOf(autosave.draft, referral.operation, chosen));
      await autosave.restOn(recorded);
      setConsentId(recorded);
      setParts(undefined);
      return true;
    } catch (error) {
      setMissing(faultsOf(error, fieldOf));
      return false;
    }
  };
  const before = steps[steps.indexOf(step) - 1];
  const refused = faultsOf(autosave.refusal === null || autosave.state === 'stale' ? null : autosave.refusal, fieldOf);
  const faults = refused.length > 0 ? refused : missing;
  return (
    <Page
      key={step}
      title={t(names[step])}
      lead={`${t('write.title')} ${referral.reference}`}
      failed={faults.length > 0}
      above={<StepLine step={step} />}
    >
      {autosave.state === 'stale' ? <Conflict id={id} autosave={autosave} /> : null}
      {step === 'check' ? (
        <CheckStep id={id} autosave={autosave} onBack={() => void go('recipients')} />
      ) : (
        <Form faults={faults} onSubmit={() => void next()} label={t(names[step])}>
          <Questions
            step={step}
            autosave={autosave}
            operation={referral.operation}
            consent={{ consentId, parts, onParts: setParts }}
          />
          <div className="form-actions">
            <Button type="submit" look="primary" busy={leaving}>
              {t('common.continue')}
            </Button>
            {before === undefined ? null : (
              <Button look="quiet" onPress={() => void go(before)}>
                {t('common.back')}
              </Button>
            )}
            <SaveLine autosave={autosave} />
          </div>
        </Form>
      )}
    </Page>
  );
}

interface QuestionsProps {
  readonly step: Exclude<Step, 'check'>;
  readonly autosave: Autosave;
  readonly operation: string;
  readonly consent: ConsentByParts;
}

function Questions({ step, autosave: { draft, change }, operation, consent }: QuestionsProps): ReactNode {
  switch (step) {
    case 'person':
      return <PersonStep draft={draft} onChange={change} />;
    case 'trafficking':
      return <TraffickingStep draft={draft} onChange={change} />;
    case 'consent':
      return <ConsentStep draft={draft} onChange={change} operation={operation} {...consent} />;
    case 'recipients':
      return <RecipientsStep draft={draft} onChange={change} operation={operation} />;
  }
}

function SaveLine({ autosave: { state, savedAt } }: { readonly autosave: Autosave }): ReactNode {
  const words = {
    saved: t('write.saved', { time: clockTime(savedAt) }),
    saving: t('write.saving'),
    unsaved: t('write.unsaved'),
    stale: t('write.stale'),
  };
  return (
    <span role="status" className="soft small">
      {words[state]}
    </span>
  );
}

/** With what stands beside the body: that may be where two versions differ. */
function wholeOf({ priority, status, to, body }: Draft): Readonly<Record<string, unknown>> {
  return { priority, status, to, ...body };
}

/** Two people wrote at once: both versions, side by side, to choose from. */
function Conflict({ id, autosave }: { readonly id: string; readonly autosave: Autosave }): ReactNode {
  const query = useQuery({ ...referralQuery(id), queryKey: ['conflict', id], staleTime: 0, gcTime: 0 });
  return (
    <Notice tone="late" title={t('write.stale')} announced>
      <p>{t('write.staleText')}</p>
      <Loaded query={query}>
        {({ referral, etag }) => {
          const theirs = draftOf(referral);
          return (
            <div className="sides">
              <section>
                <h2>{t('write.mine')}</h2>
                <BodyView body={wholeOf(autosave.draft)} />
                <Button
                  look="primary"
                  onPress={() => {
                    autosave.settle(autosave.draft, etag);
                  }}
                >
                  {t('write.keepMine')}
                </Button>
              </section>
              <section>
                <h2>{t('write.theirs')}</h2>
                {theirs === undefined ? null : <BodyView body={wholeOf(theirs)} />}
                <Button
                  onPress={() => {
                    if (theirs) autosave.settle(theirs, etag);
                    void queryClient.invalidateQueries({ queryKey: ['referral', id], refetchType: 'none' });
                  }}
                >
                  {t('write.takeTheirs')}
                </Button>
              </section>
            </div>
          );
        }}
      </Loaded>
    </Notice>
  );
}

/** The field of a page that a pointer of the hub means, by its last name. */
function fieldOf(pointer: string): string | undefined {
  const parts = pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  const name = parts.at(-1);
  return name !== undefined && document.getElementById(name) !== null ? name : undefined;
}
