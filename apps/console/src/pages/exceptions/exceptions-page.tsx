import { useState, type ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useBodyName } from '../../api/directory';
import { useRefreshInterval } from '../../api/live';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Button } from '../../ui/button';
import { Chip, type Tone } from '../../ui/chip';
import { codeWords } from '../../ui/codes';
import { Empty } from '../../ui/empty';
import { Fact, Facts } from '../../ui/facts';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';

type Exception = Schemas['ReleaseException'];
type Move = Exception['legal'][number];

const exceptionsQuery = queryOptions({
  queryKey: ['exceptions'],
  queryFn: async ({ signal }) =>
    (await answerOf(hub.GET('/v1/release-exceptions', { params: { query: { limit: 100 } }, signal }))).data,
});

const tones: Readonly<Record<Exception['state'], Tone>> = {
  requested: 'soon',
  approved: 'done',
  refused: 'late',
  revoked: 'plain',
  expired: 'plain',
};

export function ExceptionsPage(): ReactNode {
  const query = useQuery({ ...exceptionsQuery, refetchInterval: useRefreshInterval() });
  const [told, setTold] = useState<string>();
  return (
    <Page title={t('exceptions.title')} lead={t('exceptions.lead')}>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Loaded query={query}>
        {(exceptions) =>
          exceptions.length === 0 ? (
            <Empty title={t('exceptions.empty')} />
          ) : (
            <div className="tracks">
              {exceptions.map((exception) => (
                <One key={exception.id} exception={exception} onTold={setTold} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

interface OneProps {
  readonly exception: Exception;
  readonly onTold: (words: string) => void;
}

function One({ exception, onTold }: OneProps): ReactNode {
  const bodyName = useBodyName();
  const mayDecide = useMay('release:approve');
  const title = t('exceptions.for', { recipient: bodyName(exception.recipient), sender: bodyName(exception.sender) });
  return (
    <article className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <Chip tone={tones[exception.state]}>{t(`exceptions.state.${exception.state}`)}</Chip>
      </header>
      {exception.reason === null ? null : (
        <p>
          <strong>{t('exceptions.reason')}:</strong> <span dir="auto">{exception.reason}</span>
        </p>
      )}
      <Facts>
        <Fact name={t('exceptions.groups')}>{exception.groups.map(codeWords).join(', ')}</Fact>
        <Fact name={t('exceptions.requested')}>
          <Time at={exception.requestedAt} />
        </Fact>
        <Fact name={t('exceptions.until')}>
          <Time at={exception.expiresAt} />
        </Fact>
        {exception.decidedAt === null ? null : (
          <Fact name={t('exceptions.decided')}>
            <Time at={exception.decidedAt} />
          </Fact>
        )}
      </Facts>
      {exception.used ? <p>{t('exceptions.used')}</p> : null}
      {mayDecide && exception.legal.length > 0 ? <Decide exception={exception} onTold={onTold} /> : null}
    </article>
  );
}

function Decide({ exception, onTold }: OneProps): ReactNode {
  const { id, legal } = exception;
  const [note, setNote] = useState('');
  const act = useAct(
    ({ move, words }: { move: Move; words: string }, key) => decide(id, move, words, key),
    async (_done, { move }) => {
      onTold(t(`exceptions.done.${move}`));
      await queryClient.invalidateQueries({ queryKey: ['exceptions'] });
    },
  );
  return (
    <Form faults={faultsOf(act.error)} onSubmit={() => undefined} label={t('exceptions.title')}>
      {legal.includes('approve') ? (
        <TextArea
          name={`note-${id}`}
          label={t('exceptions.note')}
          optional
          rows={2}
          value={note}
          onChange={setNote}
          maxLength={2000}
        />
      ) : null}
      <div className="form-actions">
        {legal.map((move) => (
          <Button
            key={move}
            look={move === 'approve' ? 'primary' : 'warning'}
            busy={act.isPending && act.variables.move === move}
            onPress={() => {
              act.mutate({ move, words: note });
            }}
          >
            {t(`exceptions.${move}`)}
          </Button>
        ))}
      </div>
    </Form>
  );
}

function decide(id: string, move: Move, words: string, key: string): Promise<unknown> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } };
  const body = words.trim() === '' ? {} : { note: words };
  if (move === 'approve') return answerOf(hub.POST('/v1/release-exceptions/{id}/approve', { params, body }));
  if (move === 'refuse') return answerOf(hub.POST('/v1/release-exceptions/{id}/refuse', { params, body }));
  return answerOf(hub.POST('/v1/release-exceptions/{id}/revoke', { params }));
}
