import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { queryClient } from '../api/query-client';
import { removeFilter, savedFiltersQuery, saveFilter, type SavedFilter } from '../api/saved-filters';
import { useAct } from '../api/use-act';
import { t } from '../i18n';
import { Button } from './button';
import { Dialog } from './dialog';
import { TextField } from './fields';
import { faultsOf, Form, type FormFault } from './form';
import { FormButtons } from './form-buttons';

interface SavedFiltersProps {
  readonly page: SavedFilter['page'];
  /** What the page shows now; nothing where it shows what it always does. */
  readonly search: Readonly<Record<string, string | boolean | undefined>>;
  /** A link to the page with what was kept. */
  readonly linkTo: (search: SavedFilter['search'], name: string) => ReactNode;
}

/** The filters that a person keeps of a page, at the hub: they are there on every machine. */
export function SavedFilters({ page, search, linkTo }: SavedFiltersProps): ReactNode {
  const [naming, setNaming] = useState(false);
  const query = useQuery(savedFiltersQuery);
  const kept = (query.data ?? []).filter((one) => one.page === page);
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['saved-filters'] });
  const removing = useAct((id: string) => removeFilter(id), reload);
  const shown = Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  if (kept.length === 0 && Object.keys(shown).length === 0) return null;
  return (
    <div className="row no-print" role="group" aria-label={t('filters.yours')}>
      {kept.map(({ id, name, search: its }) => (
        <span key={id} className="row">
          {linkTo(its, name)}
          <Button
            look="quiet"
            aria-label={t('filters.remove', { name })}
            onPress={() => {
              removing.mutate(id);
            }}
          >
            ×
          </Button>
        </span>
      ))}
      {Object.keys(shown).length === 0 ? null : (
        <Button
          look="quiet"
          onPress={() => {
            setNaming(true);
          }}
        >
          {t('filters.keep')}
        </Button>
      )}
      <Dialog
        title={t('filters.keep')}
        isOpen={naming}
        onClose={() => {
          setNaming(false);
        }}
      >
        <NameFilter
          page={page}
          search={shown}
          onClose={() => {
            setNaming(false);
          }}
          onKept={reload}
        />
      </Dialog>
    </div>
  );
}

interface NameProps {
  readonly page: SavedFilter['page'];
  readonly search: Readonly<Record<string, string>>;
  readonly onClose: () => void;
  readonly onKept: () => Promise<void>;
}

function NameFilter({ page, search, onClose, onKept }: NameProps): ReactNode {
  const [name, setName] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(saveFilter, async () => {
    onClose();
    await onKept();
  });
  return (
    <Form
      faults={
        missing.length > 0
          ? missing
          : faultsOf(act.error, (pointer) => (pointer === '/name' ? 'filter-name' : undefined))
      }
      onSubmit={() => {
        const found = name.trim() === '' ? [{ field: 'filter-name', message: t('filters.needName') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate({ page, name: name.trim(), search });
      }}
    >
      <TextField
        name="filter-name"
        label={t('filters.name')}
        hint={t('filters.nameHint')}
        maxLength={60}
        value={name}
        onChange={setName}
      />
      <FormButtons label={t('filters.keep')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}
