import type { ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Time } from '../../ui/time';
import type { Minutes } from './words';

interface RoundsProps {
  readonly answers: Minutes['answers'];
  readonly timeZone: string;
}

/** Every answer of every round, with its remarks. */
export function RoundAnswers({ answers, timeZone }: RoundsProps): ReactNode {
  const bodyName = useBodyName();
  if (answers.length === 0) return null;
  return (
    <section>
      <h2>{t('minutes.answers')}</h2>
      <ol className="timeline">
        {answers.map(({ round, body, answer, remarks, answeredAt }) => (
          <li key={`${round} ${body}`}>
            <strong>{bodyName(body)}</strong> · {t(`minutes.answer.${answer}`)}
            {remarks === null ? null : (
              <p className="quote text" dir="auto">
                {remarks}
              </p>
            )}
            <span className="soft small cell-line">
              {t('minutes.round', { round })} · <Time at={answeredAt} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Amendments stand beside the minutes, which stay as they are. */
export function Amendments({ amendments }: Pick<Minutes, 'amendments'>): ReactNode {
  const bodyName = useBodyName();
  if (amendments.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('minutes.amendments')}</h2>
      {amendments.map(({ number, reason, by, diff }) => (
        <article key={number} className="panel">
          <h3>{t('minutes.amendment', { number, body: bodyName(by) })}</h3>
          <p dir="auto">{reason}</p>
          <div className="quote text">
            {diff.map(({ sign, text }, line) => (
              <Line key={`${line} ${sign}`} sign={sign} text={text} />
            ))}
          </div>
        </article>
      ))}
    </section>
  );
}

type DiffLine = Minutes['amendments'][number]['diff'][number];

function Line({ sign, text }: DiffLine): ReactNode {
  const line = `${sign} ${text}`;
  if (sign === ' ') return <p>{line}</p>;
  return <p>{sign === '+' ? <ins>{line}</ins> : <del>{line}</del>}</p>;
}
