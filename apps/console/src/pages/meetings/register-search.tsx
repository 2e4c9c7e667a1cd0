import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { operationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/fields';

interface SearchProps {
  readonly q: string | undefined;
  readonly operation: string | undefined;
  readonly onAsk: (asked: { readonly q?: string | undefined; readonly operation?: string | undefined }) => void;
  /** Further questions of the register. */
  readonly children?: ReactNode;
}

/** Words and an operation, which stand in the address: a bookmark is a saved search. */
export function RegisterSearch({ q, operation, onAsk, children }: SearchProps): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const [words, setWords] = useState(q ?? '');
  const [asked, setAsked] = useState(q);
  // One goes back to an earlier search.
  if (asked !== q) {
    setAsked(q);
    setWords(q ?? '');
  }
  return (
    <form
      role="search"
      className="filters no-print"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ q: words.trim() === '' ? undefined : words.trim(), operation });
      }}
    >
      <TextField name="q" label={t('register.words')} maxLength={200} value={words} onChange={setWords} />
      <Button type="submit">{t('register.search')}</Button>
      <SelectField
        name="operation"
        label={t('referrals.operation')}
        value={operation ?? ''}
        onChange={(value) => {
          onAsk({ q, operation: value === '' ? undefined : value });
        }}
        choices={[
          { value: '', label: t('referrals.any') },
          ...operations.map(({ id, mission }) => ({ value: id, label: mission })),
        ]}
      />
      {children}
    </form>
  );
}
