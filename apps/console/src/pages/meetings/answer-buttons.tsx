import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { errorWords } from '../../ui/error-words';
import { Notice } from '../../ui/notice';
import { clockTime } from '../../ui/time';
import { answerMeeting, answersQuery } from './meeting-queries';
import { useMeetingAct } from './use-meeting-act';
import { answers, answerTones, type Meeting } from './words';

interface AnswerProps {
  readonly meeting: Meeting;
  readonly onTold: (words: string) => void;
}

/** What the reader's body answered to the invitation, and what it may answer as long as the meeting is to come. */
export function OwnAnswer({ meeting, onTold }: AnswerProps): ReactNode {
  const { organisation } = useMe();
  const { data } = useQuery(answersQuery(meeting.id));
  const own = data?.find(({ body }) => body === organisation)?.answer;
  const act = useMeetingAct(
    meeting.id,
    (answer: (typeof answers)[number], key) => answerMeeting(meeting.id, answer, key),
    () => {
      onTold(t('meetings.answered', { title: meeting.title }));
    },
  );
  if (!meeting.bodies.includes(organisation)) return <span className="soft">{t('meetings.notInvited')}</span>;
  return (
    <div className="stack">
      {own === undefined ? null : (
        <div>
          <Chip tone={answerTones[own]}>{t(`meetings.answer.${own}`)}</Chip>
        </div>
      )}
      {meeting.state === 'scheduled' ? (
        <div className="row no-print">
          {answers.map((answer) => (
            <Button
              key={answer}
              aria-label={t('meetings.giveThis', {
                answer: t(`meetings.give.${answer}`),
                title: meeting.title,
                time: clockTime(meeting.startsAt, meeting.timeZone),
              })}
              aria-pressed={own === answer}
              busy={act.isPending && act.variables === answer}
              onPress={() => {
                act.mutate(answer);
              }}
            >
              {t(`meetings.give.${answer}`)}
            </Button>
          ))}
        </div>
      ) : null}
      {act.isError ? (
        <Notice tone="late" announced>
          {errorWords(act.error)}
        </Notice>
      ) : null}
    </div>
  );
}
