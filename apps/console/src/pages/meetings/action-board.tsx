import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { durationWords } from '../../ui/time';
import { useNow } from '../../ui/use-now';
import { CloseAction } from './close-action';
import { DayText } from './day-text';
import { actionTones, type Action } from './words';

/** What is open, a column for each body, the oldest on top. */
export function ActionBoard({ actions }: { readonly actions: readonly Action[] }): ReactNode {
  const bodyName = useBodyName();
  const oldestFirst = actions.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  const bodies = [...new Set(oldestFirst.map(({ body }) => body))]
    .map((body) => ({ body, own: oldestFirst.filter((action) => action.body === body) }))
    .sort((a, b) => b.own.length - a.own.length || a.body.localeCompare(b.body));
  return (
    <div className="board">
      {bodies.map(({ body, own }) => (
        <section key={body} aria-label={bodyName(body)}>
          <h2>{t('board.body', { body: bodyName(body), count: own.length })}</h2>
          <ol className="bare">
            {own.map((action) => (
              <li key={action.id}>
                <Card action={action} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Card({ action }: { readonly action: Action }): ReactNode {
  const { reference, task, dueOn, overdue, state, createdAt, meeting, responsible } = action;
  const age = useNow() - Date.parse(createdAt);
  return (
    <article className="panel" aria-label={reference}>
      <Link to="/meetings/$id" params={{ id: meeting }} className="cell-main">
        {reference}
      </Link>
      <p className="text" dir="auto">
        {task}
      </p>
      <p className="soft small">
        {[responsible, t('board.age', { duration: durationWords(age) })].filter((part) => part !== null).join(' · ')}
      </p>
      <div className="row">
        <Chip tone={overdue ? 'late' : actionTones[state]}>
          {overdue ? t('register.overdue', { state: t(`register.state.${state}`) }) : t(`register.state.${state}`)}
        </Chip>
        <DayText day={dueOn} />
      </div>
      <CloseAction action={action} />
    </article>
  );
}
