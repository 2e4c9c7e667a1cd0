import { useState, type ReactNode } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { errorWords } from '../../ui/error-words';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { Time } from '../../ui/time';
import { Attempts } from './attempts';
import {
  endpointQuery,
  healthQuery,
  LOOK_AGAIN,
  removeEndpoint,
  rotateSecret,
  setState,
  testEndpoint,
  verifyEndpoint,
  type Endpoint,
} from './endpoint-queries';
import { EndpointState } from './endpoint-state';
import { Recover } from './recover';

export function EndpointPage(): ReactNode {
  const { id } = useParams({ from: '/inside/endpoints/$id' });
  const query = useQuery({ ...endpointQuery(id), refetchInterval: LOOK_AGAIN });
  const [told, setTold] = useState<string>();
  return (
    <Page
      title={query.data?.endpoint.description ?? t('endpoint.title')}
      lead={query.data?.endpoint.url}
      above={<BackLink to="/endpoints">{t('endpoint.back')}</BackLink>}
    >
      <Loaded query={query}>
        {({ endpoint, etag }) => (
          <div className="stack-wide">
            <div className="row">
              <EndpointState state={endpoint.state} />
              {endpoint.disabledReason}
            </div>
            <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
            <Care endpoint={endpoint} etag={etag} onTold={setTold} />
            <Health id={id} />
            <Attempts id={id} onTold={setTold} />
            <Recover id={id} onTold={setTold} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

interface CareProps {
  readonly endpoint: Endpoint;
  readonly etag: string;
  readonly onTold: (words: string) => void;
}

function Care({ endpoint, etag, onTold }: CareProps): ReactNode {
  const { id, state } = endpoint;
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'rotate' | 'remove'>();
  const [rotated, setRotated] = useState<Schemas['RotatedSecrets']>();
  const readAgain = () => queryClient.invalidateQueries({ queryKey: ['endpoints'] });
  const verify = useAct(verifyEndpoint, async () => {
    onTold(t('endpoint.verified'));
    await readAgain();
  });
  const test = useAct(testEndpoint, async () => {
    onTold(t('endpoint.tested'));
    await readAgain();
  });
  const rotate = useAct(rotateSecret, (secrets) => {
    setAsked(undefined);
    setRotated(secrets);
  });
  const change = useMutation({
    mutationFn: (to: 'active' | 'paused') => setState(id, to, etag),
    onSuccess: async () => {
      onTold(t('endpoint.changed'));
      await readAgain();
    },
  });
  const remove = useMutation({
    mutationFn: () => removeEndpoint(id),
    onSuccess: async () => {
      await navigate({ to: '/endpoints' });
      await readAgain();
    },
  });
  const error = [verify, test, rotate, change, remove].find((act) => act.isError)?.error;
  return (
    <section>
      <h2>{t('endpoint.care')}</h2>
      <div className="stack">
        {error === undefined ? null : (
          <Notice tone="late" announced>
            {errorWords(error)}
          </Notice>
        )}
        <div className="row">
          {state === 'unverified' ? (
            <Button
              look="primary"
              busy={verify.isPending}
              onPress={() => {
                verify.mutate(id);
              }}
            >
              {t('endpoint.verify')}
            </Button>
          ) : (
            <Button
              busy={test.isPending}
              onPress={() => {
                test.mutate(id);
              }}
            >
              {t('endpoint.test')}
            </Button>
          )}
          {state === 'active' || state === 'paused' || state === 'disabled' ? (
            <Button
              busy={change.isPending}
              onPress={() => {
                change.mutate(state === 'active' ? 'paused' : 'active');
              }}
            >
              {t(state === 'active' ? 'endpoint.pause' : 'endpoint.resume')}
            </Button>
          ) : null}
          <Button
            onPress={() => {
              setAsked('rotate');
            }}
          >
            {t('endpoint.rotate')}
          </Button>
          <Button
            look="warning"
            onPress={() => {
              setAsked('remove');
            }}
          >
            {t('endpoint.remove')}
          </Button>
        </div>
      </div>
      {asked === undefined ? null : (
        <Dialog
          title={t(`endpoint.${asked}`)}
          isOpen
          onClose={() => {
            setAsked(undefined);
          }}
        >
          <p>{t(`endpoint.${asked}Text`)}</p>
          <div className="form-actions">
            <Button
              look={asked === 'remove' ? 'warning' : 'primary'}
              busy={rotate.isPending || remove.isPending}
              onPress={() => {
                if (asked === 'rotate') rotate.mutate(id);
                else remove.mutate();
              }}
            >
              {t(`endpoint.${asked}`)}
            </Button>
            <Button
              look="quiet"
              onPress={() => {
                setAsked(undefined);
              }}
            >
              {t('common.back')}
            </Button>
          </div>
        </Dialog>
      )}
      {rotated === undefined ? null : (
        <SecretDialog
          title={t('endpoints.secretTitle')}
          text={t('endpoints.secretText')}
          secrets={[
            { name: t('endpoints.secret'), value: rotated.secret },
            { name: t('endpoints.publicKey'), value: rotated.publicKey },
          ]}
          onClose={() => {
            setRotated(undefined);
          }}
        />
      )}
    </section>
  );
}

function Health({ id }: { readonly id: string }): ReactNode {
  const query = useQuery({ ...healthQuery(id), refetchInterval: LOOK_AGAIN });
  return (
    <section>
      <h2>{t('endpoint.health')}</h2>
      <Loaded query={query}>
        {(health) => (
          <Facts>
            <Fact name={t('endpoint.hour')}>{spanWords(health.lastHour)}</Fact>
            <Fact name={t('endpoint.day')}>{spanWords(health.lastDay)}</Fact>
            <Fact name={t('endpoint.pending')}>{health.pending}</Fact>
            <Fact name={t('endpoint.held')}>{health.held}</Fact>
            <Fact name={t('endpoint.breaker')}>{t(`endpoint.breaker.${health.breaker.state}`)}</Fact>
            {health.failingSince === null ? null : (
              <Fact name={t('endpoint.failingSince')}>
                <Time at={health.failingSince} />
              </Fact>
            )}
          </Facts>
        )}
      </Loaded>
    </section>
  );
}

function spanWords({ attempts, delivered, p50Ms, p95Ms }: Schemas['EndpointHealth']['lastHour']): string {
  if (attempts === 0) return t('endpoint.noAttempts');
  const rate = t('endpoint.rate', { delivered, attempts });
  return p50Ms === null || p95Ms === null ? rate : `${rate}; ${t('endpoint.speed', { p50: p50Ms, p95: p95Ms })}`;
}
