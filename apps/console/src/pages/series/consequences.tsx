import { useEffect, useRef, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Fact, Facts } from '../../ui/facts';
import { Notice } from '../../ui/notice';
import { MeetingTime } from '../meetings/meeting-time';

interface ConsequencesProps {
  /** Moments at which is met then. */
  readonly starts: readonly string[];
  readonly timeZone: string;
  readonly preview: Pick<Schemas['MeetingPreview'], 'told' | 'answersReset' | 'warnings'>;
  /** Nobody can have answered what does not exist yet. */
  readonly isNew: boolean;
  readonly children: ReactNode;
}

/** What would happen, before anybody is told: it takes the focus, as it takes the place of the form. */
export function Consequences({ starts, timeZone, preview, isNew, children }: ConsequencesProps): ReactNode {
  const bodyName = useBodyName();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const { told, answersReset, warnings } = preview;
  return (
    <section className="stack">
      <h2 ref={heading} tabIndex={-1}>
        {t('series.consequences')}
      </h2>
      {warnings.map((warning) => (
        <Notice key={warning} tone="soon">
          {warning}
        </Notice>
      ))}
      <Facts>
        <Fact name={t('series.told')}>
          {told.length === 0 ? t('series.toldNobody') : told.map(bodyName).join(', ')}
        </Fact>
        {isNew ? null : (
          <Fact name={t('meetings.answer')}>{t(answersReset ? 'series.answersReset' : 'series.answersStay')}</Fact>
        )}
        <Fact name={t('series.dates')}>
          {starts.length === 0 ? (
            t('series.noDates')
          ) : (
            <ul>
              {starts.map((at) => (
                <li key={at}>
                  <MeetingTime at={at} timeZone={timeZone} />
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </Facts>
      {children}
    </section>
  );
}
