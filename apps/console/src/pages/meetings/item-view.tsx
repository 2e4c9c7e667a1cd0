import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { DayText } from './day-text';
import { ItemTime } from './item-timer';
import { actionTones, type Action, type AgendaItem } from './words';

interface ItemProps {
  readonly item: AgendaItem;
  readonly number: number;
  readonly decisions: readonly Schemas['MeetingDecision'][];
  readonly actions: readonly Action[];
  readonly children: ReactNode;
}

/** Where the focus goes when a form of the item is done with. */
export function headingOf({ id }: Pick<AgendaItem, 'id'>): string {
  return `item-${id}`;
}

/** An item of an agenda with what is recorded of it. References stand as text: who may read them has them elsewhere. */
export function ItemView({ item, number, decisions, actions, children }: ItemProps): ReactNode {
  return (
    <article className="panel" aria-label={item.title}>
      <header className="panel-head">
        <h3 id={headingOf(item)} tabIndex={-1} dir="auto">
          {t('agenda.numbered', { number, title: item.title })}
        </h3>
        <div className="row">
          <Chip tone="note">{t(`agenda.tag.${item.tag}`)}</Chip>
          {item.state === 'open' ? null : <Chip tone="plain">{t(`agenda.state.${item.state}`)}</Chip>}
          {item.late ? <Chip tone="soon">{t('agenda.late')}</Chip> : null}
        </div>
      </header>
      <About item={item} />
      <Entries item={item} />
      {item.note === '' ? null : (
        <div>
          <h4>{t('record.notes')}</h4>
          <p className="quote text" dir="auto">
            {item.note}
          </p>
        </div>
      )}
      <Decisions decisions={decisions} />
      <Actions actions={actions} />
      {children}
    </article>
  );
}

function About({ item }: { readonly item: AgendaItem }): ReactNode {
  const bodyName = useBodyName();
  return (
    <Facts>
      <Fact name={t('agenda.time')}>
        <ItemTime item={item} />
      </Fact>
      {item.presenter === null ? null : <Fact name={t('agenda.presenter')}>{bodyName(item.presenter)}</Fact>}
      {item.proposer === null ? null : <Fact name={t('agenda.proposer')}>{bodyName(item.proposer)}</Fact>}
      {item.reason === null ? null : <Fact name={t('agenda.reason')}>{t(`agenda.reason.${item.reason}`)}</Fact>}
      <Fact name={t('agenda.carried')}>{t('agenda.carriedBy', { count: item.carried })}</Fact>
      {item.visibleTo === null ? null : (
        <Fact name={t('agenda.visibleTo')}>{item.visibleTo.map(bodyName).join(', ')}</Fact>
      )}
    </Facts>
  );
}

function Entries({ item: { entries, total } }: { readonly item: AgendaItem }): ReactNode {
  if (entries.length === 0) return null;
  return (
    <div>
      <h4>{t('agenda.references')}</h4>
      <ul>
        {entries.map(({ id, reference, since, carried }) => (
          <li key={`${id} ${reference}`}>
            <strong>{reference}</strong>{' '}
            <span className="soft">
              {t('agenda.since', { day: since.slice(0, 10) })} · {t('agenda.carriedBy', { count: carried })}
            </span>
          </li>
        ))}
      </ul>
      {total > entries.length ? <p className="soft">{t('agenda.more', { count: total - entries.length })}</p> : null}
    </div>
  );
}

function Decisions({ decisions }: Pick<ItemProps, 'decisions'>): ReactNode {
  const bodyName = useBodyName();
  if (decisions.length === 0) return null;
  return (
    <div>
      <h4>{t('record.decisions')}</h4>
      <ul>
        {decisions.map(({ id, reference, decision, present, supersededBy }) => (
          <li key={id}>
            <strong>{reference}</strong>{' '}
            <span className="text" dir="auto">
              {decision}
            </span>
            <span className="soft small cell-line">
              {t('record.present', { bodies: present.map(bodyName).join(', ') })}
              {supersededBy === null ? '' : ` · ${t('register.superseded')}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Actions({ actions }: Pick<ItemProps, 'actions'>): ReactNode {
  const bodyName = useBodyName();
  if (actions.length === 0) return null;
  return (
    <div>
      <h4>{t('record.actions')}</h4>
      <ul>
        {actions.map((action) => (
          <li key={action.id}>
            <strong>{action.reference}</strong>{' '}
            <span className="text" dir="auto">
              {action.task}
            </span>
            <span className="cell-line">
              {[bodyName(action.body), action.responsible].filter((part) => part !== null).join(', ')} ·{' '}
              <DayText day={action.dueOn} />{' '}
              <Chip tone={action.overdue ? 'late' : actionTones[action.state]}>
                {t(`register.state.${action.state}`)}
              </Chip>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
