import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useBodyName } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { recommendationsQuery } from './review-queries';

type Recommendation = Schemas['Recommendation'];

interface RecommendationsProps {
  readonly onTold: (words: string) => void;
  readonly mayClose: boolean;
}

/** What was recommended, and how each stands. */
export function Recommendations({ onTold, mayClose }: RecommendationsProps): ReactNode {
  const query = useQuery(recommendationsQuery);
  const bodyName = useBodyName();
  const [closing, setClosing] = useState<Recommendation>();
  const columns: Column<Recommendation>[] = [
    {
      id: 'recommendation',
      header: t('reviews.recommendation'),
      cell: ({ row: { original } }) => (
        <>
          {original.number}. {original.recommendation}
          <span className="cell-line small">
            {original.operations.join(', ')} · {t('reviews.carried', { count: original.carried })}
          </span>
        </>
      ),
    },
    {
      id: 'to',
      header: t('reviews.addressee'),
      cell: ({ row: { original } }) =>
        original.addressee === null ? t('reviews.everybody') : bodyName(original.addressee),
    },
    { id: 'due', header: t('reviews.dueOn'), cell: ({ row }) => row.original.dueOn },
    {
      id: 'state',
      header: t('reviews.state'),
      cell: ({ row: { original } }) => (
        <>
          <Chip tone={original.state === 'open' ? 'soon' : 'done'}>{t(`reviews.${original.state}`)}</Chip>
          {original.note === null ? null : <span className="cell-line small">{original.note}</span>}
          {original.state === 'open' && mayClose ? (
            <Button
              look="quiet"
              aria-label={t('reviews.closeThis', { number: original.number })}
              onPress={() => {
                setClosing(original);
              }}
            >
              {t('reviews.close')}
            </Button>
          ) : null}
        </>
      ),
    },
  ];
  return (
    <section>
      <h2>{t('reviews.recommendations')}</h2>
      <Loaded query={query}>
        {(listed) =>
          listed.length === 0 ? (
            <Empty title={t('reviews.noRecommendations')} />
          ) : (
            <DataTable caption={t('reviews.recommendations')} columns={columns} rows={listed} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      {closing === undefined ? null : (
        <CloseForm
          key={closing.id}
          recommendation={closing}
          onClosed={() => {
            setClosing(undefined);
            onTold(t('reviews.closedNow', { number: closing.number }));
          }}
        />
      )}
    </section>
  );
}

interface CloseProps {
  readonly recommendation: Recommendation;
  readonly onClosed: () => void;
}

function CloseForm({ recommendation: { id, number }, onClosed }: CloseProps): ReactNode {
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const act = useAct(
    (said: string, key: string) =>
      answerOf(
        hub.POST('/v1/recommendations/{id}/close', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { note: said },
        }),
      ),
    async () => {
      onClosed();
      await queryClient.invalidateQueries({ queryKey: ['recommendations'] });
    },
  );
  const title = t('reviews.closeThis', { number });
  return (
    <Form
      faults={isMissing ? [{ field: 'note', message: t('reviews.needNote') }] : faultsOf(act.error)}
      label={title}
      onSubmit={() => {
        setMissing(note.trim() === '');
        if (note.trim() !== '') act.mutate(note.trim());
      }}
    >
      <TextArea name="note" label={t('reviews.note')} maxLength={2_000} takesFocus value={note} onChange={setNote} />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {title}
        </Button>
      </div>
    </Form>
  );
}
