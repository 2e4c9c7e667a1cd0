import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Chip } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { AttendanceLines } from './attendance';
import { MeetingTime } from './meeting-time';
import { MinutesActs } from './minutes-acts';
import { MinutesItems } from './minutes-items';
import { minutesQuery, type MinutesRead } from './minutes-queries';
import { Amendments, RoundAnswers } from './minutes-rounds';
import { minutesTones } from './words';

const files = ['pdf', 'html', 'txt'] as const;

export function MinutesPage(): ReactNode {
  const { id } = useParams({ from: '/inside/meetings/$id/minutes' });
  const query = useQuery(minutesQuery(id));
  const header = query.data?.header;
  return (
    <Page
      title={t('minutes.title')}
      lead={header === undefined ? undefined : `${header.title} · ${header.reference}`}
      above={
        <BackLink to="/meetings/$id" params={{ id }}>
          {t('minutes.back')}
        </BackLink>
      }
      actions={
        header === undefined
          ? undefined
          : files.map((ending) => (
              <a
                key={ending}
                className="button"
                href={`/v1/meetings/${id}/minutes.${ending}`}
                download={`${header.reference}.${ending}`}
              >
                {t(`minutes.${ending}`)}
              </a>
            ))
      }
    >
      <Loaded query={query}>{(minutes) => <Parts key={minutes.meeting} minutes={minutes} />}</Loaded>
    </Page>
  );
}

function Parts({ minutes }: { readonly minutes: MinutesRead }): ReactNode {
  const [told, setTold] = useState<string>();
  return (
    <div className="stack-wide">
      <div className="row">
        <Chip tone={minutesTones[minutes.state]}>{t(`minutes.state.${minutes.state}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <About minutes={minutes} />
      <MinutesActs minutes={minutes} onTold={setTold} />
      <section className="stack">
        <h2>{t('agenda.title')}</h2>
        <MinutesItems items={minutes.items} />
      </section>
      <section>
        <h2>{t('attendance.title')}</h2>
        <AttendanceLines lines={minutes.header.attendance} timeZone={minutes.header.timeZone} />
      </section>
      <RoundAnswers answers={minutes.answers} timeZone={minutes.header.timeZone} />
      <Amendments amendments={minutes.amendments} />
    </div>
  );
}

function About({ minutes }: { readonly minutes: MinutesRead }): ReactNode {
  const bodyName = useBodyName();
  const { header, deadline, approvedAt, digest, previousDigest, number } = minutes;
  return (
    <section>
      <h2>{t('item.facts')}</h2>
      <Facts>
        <Fact name={t('meetings.when')}>
          <MeetingTime at={header.startsAt} timeZone={header.timeZone} />
        </Fact>
        <Fact name={t('meetings.place')}>{header.place ?? t('common.none')}</Fact>
        <Fact name={t('meeting.chair')}>{bodyName(header.chair)}</Fact>
        <Fact name={t('meeting.secretary')}>{bodyName(header.secretary)}</Fact>
        {deadline === null || minutes.state === 'approved' ? null : (
          <Fact name={t('minutes.deadline')}>
            <Time at={deadline} timeZone={header.timeZone} />
          </Fact>
        )}
        {approvedAt === null ? null : (
          <Fact name={t('minutes.approvedAt')}>
            <Time at={approvedAt} timeZone={header.timeZone} />
          </Fact>
        )}
        {number === null ? null : <Fact name={t('minutes.number')}>{number}</Fact>}
        {digest === null ? null : (
          <Fact name={t('minutes.digest')}>
            <code className="cell-url">{digest}</code>
          </Fact>
        )}
        {previousDigest === null ? null : (
          <Fact name={t('minutes.previous')}>
            <code className="cell-url">{previousDigest}</code>
          </Fact>
        )}
      </Facts>
    </section>
  );
}
