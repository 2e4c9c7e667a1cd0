import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { errorWords } from '../../ui/error-words';
import { Notice } from '../../ui/notice';
import { timeItem } from './meeting-queries';
import { useMeetingAct } from './use-meeting-act';
import type { AgendaItem } from './words';

const SECOND = 1_000;
const MINUTE = 60;

/** What an item took beside what it was to take; while the meeting deals with it, by the second. */
export function ItemTime({ item }: { readonly item: AgendaItem }): ReactNode {
  const { minutes, runningSince, startedAt } = item;
  const seconds = useSeconds(item);
  if (startedAt === null) return t('time.minutes', { count: minutes });
  const over = Math.floor(seconds / MINUTE - minutes);
  const spent = t('timer.spent', { spent: clockOf(seconds), planned: t('time.minutes', { count: minutes }) });
  return (
    <>
      {runningSince === null ? spent : <span role="timer">{spent}</span>}{' '}
      {runningSince === null ? null : <Chip tone="soon">{t('timer.running')}</Chip>}{' '}
      {/* Told once each minute, not each second. */}
      <span role="status">
        {seconds > minutes * MINUTE ? (
          <Chip tone="late">{over < 1 ? t('timer.up') : t('timer.over', { count: over })}</Chip>
        ) : null}
      </span>
    </>
  );
}

/** Seconds that an item took until now. */
function useSeconds({ secondsSpent, runningSince }: AgendaItem): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (runningSince === null) return undefined;
    const tick = (): void => {
      setNow(Date.now());
    };
    tick();
    const timer = setInterval(tick, SECOND);
    return () => {
      clearInterval(timer);
    };
  }, [runningSince]);
  if (runningSince === null) return secondsSpent;
  return secondsSpent + Math.max(0, Math.floor((now - Date.parse(runningSince)) / SECOND));
}

/** Minutes and seconds: `04:32`. */
export function clockOf(seconds: number): string {
  return [Math.floor(seconds / MINUTE), seconds % MINUTE].map((part) => String(part).padStart(2, '0')).join(':');
}

interface TimerButtonProps {
  readonly meeting: string;
  readonly item: AgendaItem;
  readonly onTold: (words: string) => void;
}

/** Takes an item up, or is done with it for now. */
export function TimerButton({ meeting, item, onTold }: TimerButtonProps): ReactNode {
  const what = item.runningSince === null ? 'start' : 'stop';
  const { title } = item;
  const act = useMeetingAct(
    meeting,
    (move: 'start' | 'stop', key) => timeItem({ id: meeting, itemId: item.id }, move, key),
    (move) => {
      onTold(t(`timer.${move}Done`, { title }));
    },
  );
  if (what === 'start' && (item.state === 'withdrawn' || item.state === 'carried')) return null;
  return (
    <>
      <Button
        busy={act.isPending}
        aria-label={t('agenda.doThis', { what: t(`timer.${what}`), title })}
        onPress={() => {
          act.mutate(what);
        }}
      >
        {t(`timer.${what}`)}
      </Button>
      {act.isError ? (
        <Notice tone="late" announced>
          {errorWords(act.error)}
        </Notice>
      ) : null}
    </>
  );
}
