import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { useBodyName } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { BodyView } from '../../ui/body-view';
import { ActButtons } from '../../ui/act-buttons';
import { Button } from '../../ui/button';
import { Chip, type Tone } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Time } from '../../ui/time';
import { openedRecordQuery, type Opening } from './opening-queries';

type Move = Opening['legal'][number];

const tones: Readonly<Record<Opening['state'], Tone>> = {
  requested: 'soon',
  approved: 'late',
  refused: 'plain',
  ended: 'plain',
  expired: 'plain',
};

interface OneOpeningProps {
  readonly opening: Opening;
  readonly onTold: (words: string) => void;
}

export function OneOpening({ opening, onTold }: OneOpeningProps): ReactNode {
  const bodyName = useBodyName();
  const { person } = useMe();
  const { id, state, reason, minutes, requestedAt, decidedAt, expiresAt, endedAt, messageId, requestedBy } = opening;
  const title = t('glass.of', { asker: bodyName(opening.organisation), sender: bodyName(opening.sender) });
  return (
    <article className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <Chip tone={tones[state]}>{t(`glass.state.${state}`)}</Chip>
      </header>
      {reason === null ? null : (
        <p>
          <strong>{t('glass.reason')}:</strong> <span dir="auto">{reason}</span>
        </p>
      )}
      <Facts>
        <Fact name={t('access.subject')}>…{messageId.slice(-12)}</Fact>
        <Fact name={t('glass.minutes')}>{t('time.minutes', { count: minutes })}</Fact>
        <Fact name={t('glass.requestedAt')}>
          <Time at={requestedAt} />
        </Fact>
        {decidedAt === null ? null : (
          <Fact name={t('glass.decidedAt')}>
            <Time at={decidedAt} />
          </Fact>
        )}
        {expiresAt === null ? null : (
          <Fact name={t('glass.expiresAt')}>
            <Time at={expiresAt} />
          </Fact>
        )}
        {endedAt === null ? null : (
          <Fact name={t('glass.endedAt')}>
            <Time at={endedAt} />
          </Fact>
        )}
      </Facts>
      {state === 'approved' && requestedBy !== null && requestedBy === person?.id ? <Record id={id} /> : null}
      <Decide id={id} legal={opening.legal} onTold={onTold} />
    </article>
  );
}

/** Shown when the person says so: whoever looks over a shoulder sees a list, not a case. */
function Record({ id }: { readonly id: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <div className="row no-print">
        <Button
          look="primary"
          onPress={() => {
            setOpen(true);
          }}
        >
          {t('glass.open')}
        </Button>
      </div>
    );
  return <Opened id={id} />;
}

function Opened({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(openedRecordQuery(id));
  return (
    <section className="stack" aria-label={t('glass.record')}>
      <Notice tone="late">{t('glass.seen')}</Notice>
      <Loaded query={query}>{({ body }) => <BodyView body={body} />}</Loaded>
    </section>
  );
}

interface DecideProps {
  readonly id: string;
  readonly legal: readonly Move[];
  readonly onTold: (words: string) => void;
}

function Decide({ id, legal, onTold }: DecideProps): ReactNode {
  const act = useAct(
    (move: Move, key) => {
      const params = { path: { id }, header: { 'Idempotency-Key': key } };
      if (move === 'approve') return answerOf(hub.POST('/v1/break-glass/{id}/approve', { params }));
      if (move === 'refuse') return answerOf(hub.POST('/v1/break-glass/{id}/refuse', { params }));
      return answerOf(hub.POST('/v1/break-glass/{id}/end', { params }));
    },
    async (_done, move) => {
      onTold(t(`glass.done.${move}`));
      await queryClient.invalidateQueries({ queryKey: ['openings'] });
    },
  );
  return (
    <ActButtons
      choices={legal}
      act={act}
      label={(move) => t(`glass.${move}`)}
      look={(move) => (move === 'approve' ? 'warning' : 'plain')}
    />
  );
}
