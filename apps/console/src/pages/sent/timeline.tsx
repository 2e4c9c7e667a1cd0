import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { codeWords } from '../../ui/codes';
import { Loaded } from '../../ui/loaded';
import { Time } from '../../ui/time';

interface TimelineProps {
  readonly query: ReturnType<typeof useQuery<Schemas['TimelineLine'][]>>;
  readonly operation: string;
  /** What a line is called; left out: by its event. */
  readonly words?: (line: Schemas['TimelineLine']) => string;
}

/** What happened to a message, oldest first, and who did it. */
export function Timeline({ query, operation, words = ({ event }) => codeWords(event) }: TimelineProps): ReactNode {
  const bodyName = useBodyName();
  const timeZone = useOperation(operation)?.timeZone;
  return (
    <section>
      <h2>{t('referral.timeline')}</h2>
      <Loaded query={query}>
        {(lines) => (
          <ol className="timeline">
            {lines.map((line) => (
              <li key={`${line.at} ${line.event} ${line.organisation ?? ''} ${line.to ?? ''}`}>
                <strong>{words(line)}</strong>
                {line.organisation === null ? null : <> · {bodyName(line.organisation)}</>}
                {line.note === null ? null : (
                  <p className="quote" dir="auto">
                    {line.note}
                  </p>
                )}
                <span className="soft small cell-line">
                  <Time at={line.at} timeZone={timeZone} />{' '}
                  {line.actor === null ? t('referral.byHub') : t('referral.by', { actor: bodyName(line.actor) })}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}
