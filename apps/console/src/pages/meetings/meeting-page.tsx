import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Chip } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Agenda } from './agenda';
import { OwnAnswer } from './answer-buttons';
import { AttendanceSection } from './attendance';
import { answersQuery, meetingQuery } from './meeting-queries';
import { MeetingTime } from './meeting-time';
import { Run } from './run';
import { useRuns } from './use-runs';
import { answerTones, meetingTones, type Meeting } from './words';

export function MeetingPage(): ReactNode {
  const { id } = useParams({ from: '/inside/meetings/$id' });
  const query = useQuery(meetingQuery(id));
  const meeting = query.data;
  return (
    <Page
      title={meeting?.title ?? t('meetings.title')}
      lead={meeting?.reference}
      above={<BackLink to="/meetings">{t('meetings.title')}</BackLink>}
      actions={
        meeting?.state === 'held' ? (
          <Link to="/meetings/$id/minutes" params={{ id }} className="button button-primary">
            {t('meeting.minutes')}
          </Link>
        ) : undefined
      }
    >
      <Loaded query={query}>{(data) => <Parts key={data.id} meeting={data} />}</Loaded>
    </Page>
  );
}

function Parts({ meeting }: { readonly meeting: Meeting }): ReactNode {
  const [told, setTold] = useState<string>();
  const runs = useRuns(meeting);
  return (
    <div className="stack-wide">
      <div className="row">
        <Chip tone={meetingTones[meeting.state]}>{t(`meetings.state.${meeting.state}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <WhenAndWhere meeting={meeting} />
      {runs ? <Run key={meeting.state} meeting={meeting} onTold={setTold} /> : null}
      <Invited meeting={meeting} onTold={setTold} />
      <Agenda meeting={meeting} runs={runs} onTold={setTold} />
      <AttendanceSection meeting={meeting} runs={runs} onTold={setTold} />
    </div>
  );
}

function WhenAndWhere({ meeting }: { readonly meeting: Meeting }): ReactNode {
  const operation = useOperation(meeting.operation);
  return (
    <section>
      <h2>{t('meeting.facts')}</h2>
      <Facts>
        <Fact name={t('meetings.when')}>
          <MeetingTime at={meeting.startsAt} timeZone={meeting.timeZone} />
          <span className="soft small cell-line">
            {t('meeting.length', { minutes: meeting.minutes, zone: meeting.timeZone })}
          </span>
        </Fact>
        <Fact name={t('meetings.place')}>{meeting.place ?? t('common.none')}</Fact>
        {meeting.link === null ? null : (
          <Fact name={t('meeting.link')}>
            <a href={meeting.link} rel="noreferrer" className="cell-url">
              {meeting.link}
            </a>
          </Fact>
        )}
        <Fact name={t('item.operation')}>{operation?.title ?? meeting.operation}</Fact>
        <Fact name={t('meeting.quorum')}>{t('meeting.quorumOf', { count: meeting.quorum })}</Fact>
        {meeting.reason === null ? null : <Fact name={t('meeting.reason')}>{meeting.reason}</Fact>}
      </Facts>
    </section>
  );
}

interface InvitedProps {
  readonly meeting: Meeting;
  readonly onTold: (words: string) => void;
}

function Invited({ meeting, onTold }: InvitedProps): ReactNode {
  const query = useQuery(answersQuery(meeting.id));
  const bodyName = useBodyName();
  const part = (body: string): string | undefined => {
    if (body === meeting.chair) return t('meeting.chair');
    return body === meeting.secretary ? t('meeting.secretary') : undefined;
  };
  return (
    <section className="stack">
      <h2>{t('meeting.invited')}</h2>
      {meeting.state === 'scheduled' ? (
        <div className="panel">
          <h3>{t('meetings.answer')}</h3>
          <OwnAnswer meeting={meeting} onTold={onTold} />
        </div>
      ) : null}
      <Loaded query={query}>
        {(answers) => (
          <Facts>
            {answers.map(({ body, answer }) => (
              <Fact key={body} name={[bodyName(body), part(body)].filter((word) => word !== undefined).join(', ')}>
                <Chip tone={answerTones[answer]}>{t(`meetings.answer.${answer}`)}</Chip>
              </Fact>
            ))}
          </Facts>
        )}
      </Loaded>
    </section>
  );
}
