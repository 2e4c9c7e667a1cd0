import { useState, type ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Segments } from '../../ui/segments';
import { dayWords } from './day-words';
import type { Matrix, Standing, Unit } from './provision-queries';

interface UnitMatrixProps {
  readonly matrix: Matrix;
  readonly timeZone: string | undefined;
}

const tones: Readonly<Record<Standing['state'], Tone>> = { acknowledged: 'done', due: 'soon', overdue: 'late' };

/** Unit × provision: which version each unit acknowledged, and who has not acknowledged the one in force. */
export function UnitMatrix({ matrix, timeZone }: UnitMatrixProps): ReactNode {
  const [shown, setShown] = useState<'all' | 'outstanding'>('all');
  const bodyName = useBodyName();
  const outstanding = matrix.units.filter(({ provisions }) => provisions.some(({ state }) => state !== 'acknowledged'));
  const columns: Column<Unit>[] = [
    {
      id: 'unit',
      header: t('provisions.unit'),
      cell: ({ row: { original } }) => (
        <>
          <strong>{original.name}</strong>
          <span className="cell-line small">{bodyName(original.organisation)}</span>
        </>
      ),
    },
    ...matrix.provisions.map(({ id, version }): Column<Unit> => ({
      id,
      header: t('provisions.column', { id, version }),
      cell: ({ row: { original } }) => {
        const standing = original.provisions.find(({ provision }) => provision === id);
        return standing === undefined ? null : <Cell standing={standing} timeZone={timeZone} />;
      },
    })),
  ];
  const title = t('provisions.whoKnows');
  return (
    <>
      <p>{t('provisions.standing', { units: matrix.units.length, outstanding: outstanding.length })}</p>
      <Segments
        name="shown"
        label={t('provisions.shown')}
        value={shown}
        onChange={setShown}
        choices={[
          { value: 'all', label: t('provisions.all') },
          { value: 'outstanding', label: t('provisions.outstanding') },
        ]}
      />
      <div className="scroll-x" role="region" aria-label={title} tabIndex={0}>
        <DataTable
          caption={title}
          columns={columns}
          rows={shown === 'all' ? matrix.units : outstanding}
          keyOf={({ unit }) => unit}
        />
      </div>
    </>
  );
}

interface CellProps {
  readonly standing: Standing;
  readonly timeZone: string | undefined;
}

function Cell({ standing: { state, acknowledgedAt, lastVersion }, timeZone }: CellProps): ReactNode {
  return (
    <>
      <Chip tone={tones[state]}>{t(`provisions.state.${state}`)}</Chip>
      {acknowledgedAt !== null ? (
        <span className="cell-line small">{dayWords(acknowledgedAt, timeZone)}</span>
      ) : lastVersion !== null ? (
        <span className="cell-line small">{t('provisions.before', { version: lastVersion })}</span>
      ) : null}
    </>
  );
}
