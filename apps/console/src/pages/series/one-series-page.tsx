import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useBodyName } from '../../api/directory';
import { isRefusal } from '../../api/problem';
import { queryClient } from '../../api/query-client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { clockTime } from '../../ui/time';
import { readMeetingsAgain } from '../meetings/use-meeting-act';
import { useRuns } from '../meetings/use-runs';
import { EndSeries } from './end-series';
import { changesOf, draftOf, type Series, type SeriesChange } from './meeting-draft';
import { BackToSeries } from './new-series-page';
import { rhythmWords } from './rhythm-words';
import { FromField, SeriesEditor } from './series-editor';
import { changeSeries, occurrencesQuery, previewChange, seriesQuery } from './series-queries';

export function OneSeriesPage(): ReactNode {
  const { id } = useParams({ from: '/inside/series/$id' });
  const query = useQuery(seriesQuery(id));
  return (
    <Page title={query.data?.title ?? t('series.one')} above={<BackToSeries />}>
      <Loaded query={query}>{(series) => <Parts key={series.id} series={series} />}</Loaded>
    </Page>
  );
}

function Parts({ series }: { readonly series: Series }): ReactNode {
  const [told, setTold] = useState<string>();
  const [isEditing, setEditing] = useState(false);
  const runs = useRuns(series) && series.state === 'active';
  return (
    <div className="stack-wide">
      <div className="row">
        <Chip tone={series.state === 'active' ? 'done' : 'plain'}>{t(`series.state.${series.state}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {isEditing ? (
        <ChangeSeries
          series={series}
          onClose={() => {
            setEditing(false);
          }}
          onDone={() => {
            setEditing(false);
            setTold(t('series.changed'));
          }}
        />
      ) : (
        <>
          <About series={series} />
          {runs ? (
            <div className="row no-print">
              <Button
                look="primary"
                onPress={() => {
                  setTold(undefined);
                  setEditing(true);
                }}
              >
                {t('series.edit')}
              </Button>
              <EndSeries series={series} onTold={setTold} />
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}

function About({ series }: { readonly series: Series }): ReactNode {
  const bodyName = useBodyName();
  return (
    <Facts>
      <Fact name={t('meetings.when')}>
        {rhythmWords(series)}
        <span className="soft small cell-line">
          {t('meeting.length', { minutes: series.minutes, zone: series.timeZone })}
        </span>
      </Fact>
      <Fact name={t('meetings.place')}>{series.place ?? t('common.none')}</Fact>
      <Fact name={t('meeting.chair')}>{bodyName(series.chair)}</Fact>
      <Fact name={t('meeting.secretary')}>{bodyName(series.secretary)}</Fact>
      <Fact name={t('series.bodies')}>{series.bodies.map(bodyName).join(', ')}</Fact>
      <Fact name={t('meeting.quorum')}>{t('meeting.quorumOf', { count: series.quorum })}</Fact>
      <Fact name={t('series.approval')}>{t(`series.approval.${series.approval}`)}</Fact>
      <Fact name={t('series.cutOffHours')}>{t('time.hours', { count: series.cutOffHours })}</Fact>
      <Fact name={t('series.agenda')}>
        {series.agenda.length === 0 ? t('common.none') : series.agenda.map(({ title }) => title).join(' · ')}
      </Fact>
    </Facts>
  );
}

interface ChangeProps {
  readonly series: Series;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What is changed is told apart from what the series was when one began: only that is sent. */
function ChangeSeries({ series, onClose, onDone }: ChangeProps): ReactNode {
  const [base, setBase] = useState(series);
  const [draft, setDraft] = useState(() => draftOf(series));
  const [from, setFrom] = useState('');
  const [theirs, setTheirs] = useState<Series>();
  const { data: occurrences = [] } = useQuery(occurrencesQuery(series.id));
  const changes = (): SeriesChange => changesOf(draftOf(base), draft);
  if (theirs)
    return (
      <BothSides
        theirs={changesOf(draftOf(base), draftOf(theirs))}
        yours={changes()}
        onTake={(side) => {
          // What only the other changed stays changed, whichever side is taken.
          setDraft(
            side === 'theirs' ? draftOf(theirs) : { ...draftOf(theirs), ...changedFields(draftOf(base), draft) },
          );
          setBase(theirs);
          setTheirs(undefined);
        }}
      />
    );
  return (
    <SeriesEditor
      // What was seen before somebody else's change is seen anew.
      key={base.version}
      draft={draft}
      onChange={setDraft}
      isNew={false}
      given={() => ({ ...changes(), ...(from === '' ? {} : { from }) })}
      preview={(given: SeriesChange, key) => previewChange(series.id, given, key)}
      save={async (given: SeriesChange) => {
        await changeSeries(series.id, given, base.version);
        await Promise.all([queryClient.invalidateQueries({ queryKey: ['series'] }), readMeetingsAgain()]);
        onDone();
      }}
      onFailed={(error) => {
        if (isRefusal(error, 'stale_version'))
          void queryClient.query({ ...seriesQuery(series.id), staleTime: 0 }).then(setTheirs);
      }}
    >
      <div>
        <Button look="quiet" onPress={onClose}>
          {t('series.leave')}
        </Button>
      </div>
      <FromField
        value={from}
        onChange={setFrom}
        starts={occurrences.map(({ originalStart, startsAt, timeZone }) => ({
          start: originalStart,
          words: clockTime(startsAt, timeZone),
        }))}
      />
    </SeriesEditor>
  );
}

function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const old = before as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])),
  ) as Partial<T>;
}

interface SidesProps {
  readonly theirs: SeriesChange;
  readonly yours: SeriesChange;
  readonly onTake: (side: 'theirs' | 'yours') => void;
}

/** Two changed one series: what either changed, and which of them one goes on with. */
function BothSides({ theirs, yours, onTake }: SidesProps): ReactNode {
  return (
    <Notice tone="late" title={t('series.stale')} announced>
      <p>{t('series.staleText')}</p>
      <div className="sides">
        {(['yours', 'theirs'] as const).map((side) => (
          <section key={side} aria-label={t(`record.${side}`)}>
            <h2>{t(`record.${side}`)}</h2>
            <Facts>
              {Object.entries(side === 'yours' ? yours : theirs).map(([name, value]) => (
                <Fact key={name} name={t(`series.${name as Exclude<keyof SeriesChange, 'from'>}`)}>
                  {typeof value === 'object' ? JSON.stringify(value) : String(value)}
                </Fact>
              ))}
            </Facts>
            <Button
              onPress={() => {
                onTake(side);
              }}
            >
              {t(`record.${side}Take`)}
            </Button>
          </section>
        ))}
      </div>
    </Notice>
  );
}
