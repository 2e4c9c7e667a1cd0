import { useRef, useState, type ReactNode } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { DataTable, type Column } from '../../ui/data-table';
import { SelectField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';

type Problem = Schemas['ImportProblem'];

/** A file with many cases: good rows become drafts. The same file twice is the same drafts, so that it can be tried again. */
export function ImportPage(): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const input = useRef<HTMLInputElement>(null);
  const [operation, setOperation] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const importing = useMutation({
    mutationFn: (form: FormData) =>
      answerOf(
        hub.POST('/v1/referrals/import', {
          // The client's type knows the document's words for a file; what goes out is the form itself.
          body: { file: '' },
          bodySerializer: () => form,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['referrals'] }),
  });
  const submit = (): void => {
    const file = input.current?.files?.[0];
    setMissing(file ? [] : [{ field: 'file', message: t('import.needFile') }]);
    if (!file) return;
    const form = new FormData();
    // Fields before the file: who reads a stream needs them first.
    if (operation !== '') form.append('operation', operation);
    form.append('file', file);
    importing.mutate(form);
  };
  const faults = missing.length > 0 ? missing : faultsOf(importing.error);
  return (
    <Page title={t('import.title')} lead={t('import.lead')} failed={faults.length > 0}>
      <Form faults={faults} onSubmit={submit} label={t('import.title')}>
        <div className="field">
          <label htmlFor="file">{t('import.file')}</label>
          <p className="hint" id="file-hint">
            {t('import.fileHint')}
          </p>
          <input ref={input} id="file" type="file" accept=".xlsx,.xml" aria-describedby="file-hint" className="input" />
        </div>
        <SelectField
          name="operation"
          label={t('import.operation')}
          optional
          value={operation}
          onChange={setOperation}
          choices={[{ value: '', label: '' }, ...operations.map(({ id, mission }) => ({ value: id, label: mission }))]}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={importing.isPending}>
            {t('import.send')}
          </Button>
        </div>
      </Form>
      {importing.data === undefined ? null : <Report report={importing.data} />}
    </Page>
  );
}

function Report({ report }: { readonly report: Schemas['ImportReport'] }): ReactNode {
  return (
    <div className="stack-wide">
      <Notice
        tone={report.created.length > 0 ? 'done' : 'note'}
        title={t('import.created', { count: report.created.length })}
        announced
      >
        <Rows rows={report.created} />
      </Notice>
      {report.existing.length > 0 ? (
        <Notice tone="note" title={t('import.existing', { count: report.existing.length })}>
          <Rows rows={report.existing} />
        </Notice>
      ) : null}
      <Problems title={t('import.problems', { count: report.problems.length })} problems={report.problems} />
      <Problems title={t('import.warnings', { count: report.warnings.length })} problems={report.warnings} />
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly Schemas['ImportedRow'][] }): ReactNode {
  return (
    <ul>
      {rows.map(({ row, id, reference }) => (
        <li key={id}>
          {t('import.row')} {row}:{' '}
          <Link to="/referrals/$id" params={{ id }}>
            {reference}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Problems({ title, problems }: { readonly title: string; readonly problems: readonly Problem[] }): ReactNode {
  if (problems.length === 0) return null;
  const columns: Column<Problem>[] = [
    { id: 'row', header: t('import.row'), cell: ({ row }) => row.original.row },
    { id: 'column', header: t('import.column'), cell: ({ row }) => row.original.column ?? '' },
    { id: 'field', header: t('import.field'), cell: ({ row }) => row.original.field ?? row.original.node ?? '' },
    { id: 'message', header: t('import.message'), cell: ({ row }) => row.original.message },
  ];
  return (
    <section>
      <h2>{title}</h2>
      <DataTable
        caption={title}
        columns={columns}
        rows={problems}
        keyOf={({ row, column, code, node }) => `${row} ${column ?? node ?? ''} ${code}`}
      />
    </section>
  );
}
