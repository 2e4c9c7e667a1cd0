import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { errorWords } from '../../ui/error-words';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { clockTime } from '../../ui/time';
import { TimerButton } from './item-timer';
import { headingOf, ItemView } from './item-view';
import { actionsOfQuery, agendaQuery, decisionsOfQuery, orderAgenda } from './meeting-queries';
import { minutesQuery } from './minutes-queries';
import { OrderButtons } from './order-buttons';
import { ProposeItem } from './propose-item';
import { RecordForm } from './record-form';
import type { Recording } from './recording';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import type { AgendaItem, Meeting } from './words';

interface AgendaProps {
  readonly meeting: Meeting;
  readonly runs: boolean;
  readonly onTold: (words: string) => void;
}

export function Agenda({ meeting, runs, onTold }: AgendaProps): ReactNode {
  const { organisation } = useMe();
  const query = useQuery(agendaQuery(meeting.id));
  const takes = meeting.state === 'scheduled' || meeting.state === 'open';
  return (
    <section className="stack">
      <h2>{t('agenda.title')}</h2>
      <Loaded query={query}>
        {({ items, frozenAt }) => (
          <>
            <p className="soft">
              {frozenAt === null
                ? t('agenda.follows', { time: clockTime(cutOff(meeting), meeting.timeZone) })
                : t('agenda.frozen', { time: clockTime(frozenAt, meeting.timeZone) })}
            </p>
            {items.length === 0 ? (
              <Empty title={t('agenda.empty')}>{t('agenda.emptyText')}</Empty>
            ) : (
              <Items items={items} meeting={meeting} runs={runs} onTold={onTold} />
            )}
          </>
        )}
      </Loaded>
      {takes && meeting.bodies.includes(organisation) ? <ProposeItem meeting={meeting} onTold={onTold} /> : null}
    </section>
  );
}

const HOUR = 3_600_000;

/** When the agenda is frozen: what comes later is marked. */
function cutOff({ startsAt, cutOffHours }: Meeting): string {
  return new Date(Date.parse(startsAt) - cutOffHours * HOUR).toISOString();
}

interface ItemsProps extends AgendaProps {
  readonly items: readonly AgendaItem[];
}

function Items({ items, meeting, runs, onTold }: ItemsProps): ReactNode {
  const { data: decisions = [] } = useQuery(decisionsOfQuery(meeting.id));
  const { data: actions = [] } = useQuery(actionsOfQuery(meeting.id));
  // One at a time: a form has its fields by their names.
  const [doing, setDoing] = useState<{ readonly item: string; readonly what: Recording }>();
  const possible = useRecordings(meeting, runs);
  const order = useMeetingAct(
    meeting.id,
    (ids: readonly string[], key) => orderAgenda(meeting.id, ids, meeting.version, key),
    () => {
      onTold(t('agenda.ordered'));
    },
  );
  const orders = runs && (meeting.state === 'scheduled' || meeting.state === 'open');
  const close = (item: AgendaItem): void => {
    setDoing(undefined);
    document.getElementById(headingOf(item))?.focus();
  };
  return (
    <>
      {order.isError ? (
        <Notice tone="late" announced>
          {errorWords(order.error)}
        </Notice>
      ) : null}
      <ol className="bare">
        {items.map((item, index) => (
          <li key={item.id}>
            <ItemView
              item={item}
              number={index + 1}
              decisions={decisions.filter((one) => one.item === item.id)}
              actions={actions.filter((one) => one.item === item.id)}
            >
              {doing?.item === item.id ? (
                <RecordForm
                  key={doing.what}
                  what={doing.what}
                  meeting={meeting}
                  item={item}
                  onDone={(words) => {
                    close(item);
                    onTold(words);
                  }}
                  onClose={() => {
                    close(item);
                  }}
                />
              ) : (
                possible.length > 0 && (
                  <div className="row no-print">
                    {meeting.state === 'open' ? <TimerButton meeting={meeting.id} item={item} onTold={onTold} /> : null}
                    {possible.map((what) => (
                      <Button
                        key={what}
                        aria-label={t('agenda.doThis', { what: t(`record.${what}`), title: item.title })}
                        onPress={() => {
                          setDoing({ item: item.id, what });
                        }}
                      >
                        {t(`record.${what}`)}
                      </Button>
                    ))}
                    {orders ? (
                      <OrderButtons
                        items={items}
                        index={index}
                        busy={order.isPending}
                        onOrder={(ids) => {
                          order.mutate(ids, { onError: () => void readMeetingAgain(meeting.id) });
                        }}
                      />
                    ) : null}
                  </div>
                )
              )}
            </ItemView>
          </li>
        ))}
      </ol>
    </>
  );
}

/** What can be written into the record now, by whoever runs the meeting; submitted minutes stand. */
function useRecordings({ id, state }: Meeting, runs: boolean): readonly Recording[] {
  const minutes = useQuery({ ...minutesQuery(id), enabled: runs && state === 'held' }).data?.state;
  if (!runs || state === 'cancelled') return [];
  if (state === 'open') return ['note', 'decision', 'action', 'item'];
  if (state === 'scheduled') return ['note', 'item'];
  return minutes === 'draft' || minutes === 'changes_requested' ? ['note'] : [];
}
