import type { ReactNode } from 'react';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { Time } from '../../ui/time';
import { DeadlineChip, runningDeadline } from '../inbox/deadline';
import { stateTone } from '../inbox/words';
import type { RecipientView } from './sent-message';

interface TrackProps {
  readonly recipient: RecipientView;
  readonly operation: string;
}

/** One body's way with the referral: four facts, each with its time. None is taken for another. */
export function Track({ recipient, operation }: TrackProps): ReactNode {
  const bodyName = useBodyName();
  const body = bodyName(recipient.organisation);
  const timeZone = useOperation(operation)?.timeZone;
  const time = (at: string): ReactNode => <Time at={at} timeZone={timeZone} />;
  const { deliveredAt, acknowledgedAt, decidedAt, decision, outcome, reason, capacity, delivery } = recipient;
  const asked = capacity !== 'information';
  return (
    <article className={recipient.overdue ? 'panel panel-late' : 'panel'} aria-label={t('referral.track', { body })}>
      <header className="panel-head">
        <h3>{body}</h3>
        <span className="row">
          <Chip tone={stateTone(recipient.state)}>{t(`state.${recipient.state}`)}</Chip>
          {runningDeadline(recipient) === undefined ? null : <DeadlineChip item={recipient} />}
        </span>
      </header>
      <p className="soft small">
        {t(`capacity.${capacity}`)} · {t(`delivery.${delivery.state}`)}
      </p>
      <ol className="four">
        <Station name={t('referral.delivered')} done={deliveredAt !== null}>
          {deliveredAt === null ? null : time(deliveredAt)}
        </Station>
        <Station name={t('referral.acknowledged')} done={acknowledgedAt !== null}>
          {acknowledgedAt === null ? null : time(acknowledgedAt)}
        </Station>
        <Station name={t('referral.decided')} done={decidedAt !== null} asked={asked}>
          {decidedAt === null || decision === null ? null : (
            <>
              <strong>{t(`decision.${decision}`)}</strong>
              {reason === null ? null : `: ${t(`reason.${reason}`)}`}
              <span className="cell-line">{time(decidedAt)}</span>
            </>
          )}
        </Station>
        <Station name={t('referral.outcome')} done={outcome !== null} asked={asked}>
          {outcome === null ? null : <strong>{t(`outcome.${outcome}`)}</strong>}
        </Station>
      </ol>
    </article>
  );
}

interface StationProps {
  readonly name: string;
  readonly done: boolean;
  readonly asked?: boolean;
  readonly children: ReactNode;
}

function Station({ name, done, asked = true, children }: StationProps): ReactNode {
  return (
    <li data-done={done}>
      <span className="four-name">{name}</span>
      <span className="small">
        {done ? children : <span className="soft">{t(asked ? 'common.notYet' : 'referral.notAsked')}</span>}
      </span>
    </li>
  );
}
