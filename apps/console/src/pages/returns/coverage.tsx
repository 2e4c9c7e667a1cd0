import { useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { operationsQuery, organisationsQuery, useBodyName } from '../../api/directory';
import { locale, t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { SelectField, TextField } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { shareWords } from '../../ui/share-words';
import { coursesQuery } from './courses';
import { rankGroups } from './return-codes';

type Coverage = Schemas['TrainingCoverage'];
type Group = Schemas['GroupCoverage'];
/** One rank group of a nation, or of all, and a course; a group that nobody trained has a row without one. */
interface Row extends Pick<Group, 'rankGroup' | 'strength'> {
  readonly organisation: string | null;
  readonly course: Group['courses'][number] | null;
}

const number = new Intl.NumberFormat(locale.formats);

/** How far the contingents of an operation are trained on a day, and who lacks a course. */
export function TrainingCoverage(): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const { data: bodies = [] } = useQuery(organisationsQuery);
  const [chosen, setChosen] = useState<string>();
  const [on, setOn] = useState('');
  const nations = bodies.filter(({ kind }) => kind === 'nation');
  const places = operations.filter(({ id }) => nations.some(({ operations: its }) => its.includes(id)));
  const operation = chosen ?? places[0]?.id;
  const query = useQuery({
    queryKey: ['training-coverage', operation, on],
    queryFn: ({ signal }) => {
      const asked = { operation: operation ?? '', ...(on === '' ? {} : { on }) };
      return answerOf(hub.GET('/v1/training-coverage', { params: { query: asked }, signal }));
    },
    enabled: operation !== undefined,
    placeholderData: keepPreviousData,
  });
  if (operation === undefined) return null;
  return (
    <section>
      <h2>{t('returns.coverage')}</h2>
      <p>{t('returns.coverageText')}</p>
      <div className="filters no-print">
        {places.length < 2 ? null : (
          <SelectField
            name="coverage-operation"
            label={t('item.operation')}
            value={operation}
            onChange={setChosen}
            choices={places.map(({ id, mission }) => ({ value: id, label: mission }))}
          />
        )}
        <TextField
          name="coverage-on"
          type="date"
          label={t('returns.coverageOn')}
          width="short"
          value={on}
          onChange={setOn}
        />
      </div>
      <Loaded query={query}>{(coverage) => <Contingents coverage={coverage} />}</Loaded>
    </section>
  );
}

function Contingents({ coverage }: { readonly coverage: Coverage }): ReactNode {
  const bodyName = useBodyName();
  const { data: courses = [] } = useQuery(coursesQuery);
  const missing = coverage.nations.filter((nation) => nation.return === null);
  const rows = rowsOf(coverage);
  const figure = (id: 'counting' | 'expiring' | 'expired', header: string): Column<Row> => ({
    ...{ id, header },
    cell: ({ row: { original } }) => (original.course === null ? '–' : number.format(original.course[id])),
  });
  const columns: Column<Row>[] = [
    {
      id: 'nation',
      header: t('returns.nation'),
      cell: ({ row: { original } }) => (
        <strong>{original.organisation === null ? t('returns.allNations') : bodyName(original.organisation)}</strong>
      ),
    },
    { id: 'group', header: t('returns.rankGroup'), cell: ({ row }) => t(rankGroups[row.original.rankGroup]) },
    { id: 'strength', header: t('returns.strengthShort'), cell: ({ row }) => number.format(row.original.strength) },
    {
      id: 'course',
      header: t('returns.course'),
      cell: ({ row }) => {
        const code = row.original.course?.course;
        return code === undefined
          ? t('returns.noCourse')
          : (courses.find((course) => course.code === code)?.label ?? code);
      },
    },
    figure('counting', t('returns.counting')),
    figure('expiring', t('returns.expiring')),
    figure('expired', t('returns.expired')),
    {
      id: 'gap',
      header: t('returns.gap'),
      cell: ({ row: { original } }) => number.format(original.course?.gap ?? original.strength),
    },
    {
      id: 'coverage',
      header: t('returns.covered'),
      cell: ({ row: { original } }) => {
        const share = original.course === null ? 0 : original.course.coverage;
        return shareWords(original.strength === 0 ? null : share);
      },
    },
  ];
  return (
    <div className="stack">
      {missing.length === 0 ? null : (
        <Notice tone="note">
          {t('returns.coverageMissing', {
            nations: missing.map(({ organisation }) => bodyName(organisation)).join(', '),
          })}
        </Notice>
      )}
      {rows.length === 0 ? (
        <Empty title={t('returns.noCoverage')} />
      ) : (
        <DataTable caption={t('returns.coverage')} columns={columns} rows={rows} keyOf={keyOf} />
      )}
    </div>
  );
}

function rowsOf({ nations, total }: Coverage): Row[] {
  const returned = nations.filter(({ groups }) => groups.length > 0);
  const all = returned.length > 1 ? [{ organisation: null, groups: total }] : [];
  return [...returned, ...all].flatMap(({ organisation, groups }) =>
    groups.flatMap(({ rankGroup, strength, courses }) =>
      (courses.length === 0 ? [null] : courses).map((course) => ({ organisation, rankGroup, strength, course })),
    ),
  );
}

function keyOf({ organisation, rankGroup, course }: Row): string {
  return [organisation ?? '', rankGroup, course?.course ?? ''].join(' ');
}
