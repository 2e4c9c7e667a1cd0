import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { codeWords } from '../../ui/codes';
import { Empty } from '../../ui/empty';
import { DayText } from './day-text';
import { clockOf } from './item-timer';
import type { Minutes } from './words';

/** The items as the reader's body has them; one that it may not see is there by its digest. */
export function MinutesItems({ items }: { readonly items: Minutes['items'] }): ReactNode {
  if (items.length === 0) return <Empty title={t('agenda.empty')} />;
  return (
    <ol className="bare">
      {items.map((item, index) =>
        'withheld' in item ? (
          <li key={item.withheld} className="panel">
            <p>{t('minutes.withheld')}</p>
            <code className="cell-url">{item.withheld}</code>
          </li>
        ) : (
          <li key={item.id}>
            <Item item={item} number={index + 1} />
          </li>
        ),
      )}
    </ol>
  );
}

function Item({ item, number }: { readonly item: Schemas['MinutesItem']; readonly number: number }): ReactNode {
  const bodyName = useBodyName();
  return (
    <article className="panel" aria-label={item.title}>
      <header className="panel-head">
        <h3 dir="auto">{t('agenda.numbered', { number, title: item.title })}</h3>
        <div className="row">
          <Chip tone="note">{codeWords(item.tag)}</Chip>
          {item.state === 'open' ? null : <Chip tone="plain">{codeWords(item.state)}</Chip>}
        </div>
      </header>
      {item.secondsSpent == null ? null : (
        <p className="soft">
          {t('timer.spent', {
            spent: clockOf(item.secondsSpent),
            planned: t('time.minutes', { count: item.minutes }),
          })}
        </p>
      )}
      {item.entries.length === 0 ? null : (
        <p className="soft">
          {t('agenda.references')}: {item.entries.map(({ reference }) => reference).join(', ')}
        </p>
      )}
      {item.note === '' ? (
        <p className="soft">{t('minutes.noNotes')}</p>
      ) : (
        <p className="text" dir="auto">
          {item.note}
        </p>
      )}
      {item.decisions.map(({ reference, decision, present }) => (
        <div key={reference}>
          <p>
            <strong>{t('minutes.decision', { reference })}</strong>{' '}
            <span className="text" dir="auto">
              {decision}
            </span>
          </p>
          <p className="soft small">{t('record.present', { bodies: present.map(bodyName).join(', ') })}</p>
        </div>
      ))}
      {item.actions.map(({ reference, task, body, responsible, dueOn }) => (
        <div key={reference}>
          <p>
            <strong>{t('minutes.action', { reference })}</strong>{' '}
            <span className="text" dir="auto">
              {task}
            </span>
          </p>
          <p className="soft small">
            {[bodyName(body), responsible].filter((part) => part !== null).join(', ')} · <DayText day={dueOn} />
          </p>
        </div>
      ))}
    </article>
  );
}
