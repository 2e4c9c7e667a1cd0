import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Segments } from '../../ui/segments';
import { Time } from '../../ui/time';
import { reviewQuery, type Edition } from './review-queries';
import { ReviewTable } from './review-table';

const prints = ['pdf', 'html', 'csv'] as const;

/** One report: what it says, what its figures mean, and the same to take along. */
export function ReviewPage(): ReactNode {
  const { id } = useParams({ from: '/inside/reviews/$id' });
  const [edition, setEdition] = useState<Edition>('published');
  const query = useQuery(reviewQuery(id, edition));
  // Whose body did not make the report has no exact figures in it, and no choice.
  const own = useQuery(reviewQuery(id, 'own'));
  const title = query.data ? t('reviews.name', { number: query.data.number }) : t('reviews.report');
  return (
    <Page
      title={title}
      lead={query.data?.operations.join(', ')}
      above={<BackLink to="/reviews">{t('reviews.back')}</BackLink>}
      actions={prints.map((print) => (
        <a key={print} className="button" href={`/v1/reports/review/${id}/report.${print}?edition=${edition}`} download>
          {t(`reviews.${print}`)}
        </a>
      ))}
    >
      {own.data === undefined ? null : (
        <Segments
          name="edition"
          label={t('reviews.edition')}
          value={edition}
          onChange={setEdition}
          choices={[
            { value: 'published', label: t('reviews.published') },
            { value: 'own', label: t('reviews.own') },
          ]}
        />
      )}
      <Loaded query={query}>{(review) => <Review review={review} />}</Loaded>
    </Page>
  );
}

function Review({ review }: { readonly review: Schemas['ReviewReport'] }): ReactNode {
  return (
    <div className="stack-wide">
      {review.edition === 'own' ? <Notice tone="late">{t('reviews.ownWarning')}</Notice> : null}
      <Facts>
        <Fact name={t('reviews.period')}>{t('reviews.span', { from: review.from, to: review.to })}</Fact>
        <Fact name={t('reviews.made')}>
          <Time at={review.madeAt} />
        </Fact>
        <Fact name={t('reviews.threshold')}>{t('reviews.below', { most: review.threshold - 1 })}</Fact>
        <Fact name={t('reviews.digest')}>
          <code className="break">{review.digest}</code>
        </Fact>
      </Facts>
      {review.sections.map(({ id, title, notes, tables }) => (
        <section key={`${id} ${title}`} className="stack">
          <h2>{title}</h2>
          {notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
          {tables.map((table) => (
            <ReviewTable key={table.id} table={table} />
          ))}
        </section>
      ))}
      <section>
        <h2>{t('reviews.definitions')}</h2>
        <Facts>
          {review.definitions.map(({ id, words }) => (
            <Fact key={id} name={id}>
              {words}
            </Fact>
          ))}
        </Facts>
      </section>
    </div>
  );
}
