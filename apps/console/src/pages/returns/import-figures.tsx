import { useRef, useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { DataTable, type Column } from '../../ui/data-table';
import { faultsOf, Form, type FormFault } from '../../ui/form';

type Problem = Schemas['ReturnProblem'];

interface ImportFiguresProps {
  readonly request: string;
  readonly kind: string;
  readonly final: boolean;
  readonly onDraft: (draft: Schemas['ImportedReturn']) => void;
}

/** The figures of a return from a table: all of its lines, or what is wrong with them. */
export function ImportFigures({ request, kind, final, onDraft }: ImportFiguresProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const importing = useMutation({
    mutationFn: (form: FormData) =>
      answerOf(
        hub.POST('/v1/return-requests/{id}/import', {
          params: { path: { id: request } },
          // The client's type knows the document's words for a file; what goes out is the form itself.
          body: { file: '' },
          bodySerializer: () => form,
        }),
      ),
    onSuccess: ({ created, existing }) => {
      const draft = created ?? existing;
      if (draft) onDraft(draft);
    },
  });
  const submit = (): void => {
    const file = input.current?.files?.[0];
    setMissing(file ? [] : [{ field: 'file', message: t('returns.needFile') }]);
    if (!file) return;
    const form = new FormData();
    form.append('final', String(final));
    form.append('file', file);
    importing.mutate(form);
  };
  const problems = importing.data?.problems ?? [];
  return (
    <section>
      <h2>{t('returns.import')}</h2>
      <p>
        {t('returns.importText')} <a href={`/v1/return-templates/${kind}?format=xlsx`}>{t('returns.templateXlsx')}</a>,{' '}
        <a href={`/v1/return-templates/${kind}?format=csv`}>{t('returns.templateCsv')}</a>
      </p>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(importing.error)}
        label={t('returns.import')}
        onSubmit={submit}
      >
        <div className="field">
          <label htmlFor="file">{t('returns.file')}</label>
          <input ref={input} id="file" type="file" accept=".xlsx,.csv" className="input" />
        </div>
        <div className="form-actions">
          <Button type="submit" look="primary" busy={importing.isPending}>
            {t('returns.import')}
          </Button>
        </div>
      </Form>
      {problems.length === 0 ? null : (
        <div role="alert">
          <h3>{t('returns.problems', { count: problems.length })}</h3>
          <Problems problems={problems} />
        </div>
      )}
    </section>
  );
}

function Problems({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  const columns: Column<Problem>[] = [
    { id: 'row', header: t('import.row'), cell: ({ row }) => row.original.row },
    { id: 'column', header: t('import.column'), cell: ({ row }) => row.original.column ?? '' },
    { id: 'field', header: t('import.field'), cell: ({ row }) => row.original.field ?? '' },
    { id: 'message', header: t('import.message'), cell: ({ row }) => row.original.message },
  ];
  return (
    <DataTable
      caption={t('returns.problems', { count: problems.length })}
      columns={columns}
      rows={problems}
      keyOf={({ row, column, field, code }) => `${row} ${column ?? ''} ${field ?? ''} ${code}`}
    />
  );
}
