import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../../api/directory';
import { t, type MessageKey } from '../../i18n';
import { Radios, SelectField, TextArea, TextField } from '../../ui/fields';
import { conductWords, personnelWords } from './notice-codes';
import type { NoticeFieldsProps } from './written-notice';
import { codesOf } from '../returns/return-codes';

/** Whose personnel are said to have done what, where and when. */
export function NoticeFields({
  written,
  onChange,
  operation,
}: NoticeFieldsProps & { readonly operation: string | undefined }): ReactNode {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const nations = organisations.filter(
    ({ kind, operations }) => kind === 'nation' && operation !== undefined && operations.includes(operation),
  );
  const text = (name: 'unit' | 'place' | 'persons'): ReactNode => (
    <TextField
      name={name}
      label={t(`accountability.${name}`)}
      optional
      {...(name === 'persons' ? ({ width: 'short', inputMode: 'numeric' } as const) : { maxLength: 200 })}
      value={written[name]}
      onChange={(value) => {
        onChange({ [name]: value });
      }}
    />
  );
  const day = (name: 'from' | 'to'): ReactNode => (
    <TextField
      name={name}
      type="date"
      width="short"
      label={t(`accountability.${name}`)}
      optional
      value={written[name]}
      onChange={(value) => {
        onChange({ [name]: value });
      }}
    />
  );
  return (
    <>
      <SelectField
        name="nation"
        label={t('accountability.whichNation')}
        hint={t('accountability.whichNationHint')}
        value={written.nation}
        onChange={(nation) => {
          onChange({ nation });
        }}
        choices={[
          { value: '', label: '' },
          ...nations.map(({ slug, shortName }) => ({ value: slug, label: shortName })),
        ]}
      />
      <Radios
        name="conduct"
        label={t('accountability.conduct')}
        value={written.conduct === '' ? undefined : written.conduct}
        onChange={(conduct) => {
          onChange({ conduct });
        }}
        choices={choicesOf(conductWords)}
      />
      <Radios
        name="personnel"
        label={t('accountability.personnel')}
        value={written.personnel === '' ? undefined : written.personnel}
        onChange={(personnel) => {
          onChange({ personnel });
        }}
        choices={choicesOf(personnelWords)}
      />
      {text('persons')}
      {text('unit')}
      {text('place')}
      {day('from')}
      {day('to')}
      <TextArea
        name="account"
        label={t('accountability.account')}
        hint={t('accountability.accountHint')}
        rows={8}
        maxLength={8000}
        value={written.account}
        onChange={(account) => {
          onChange({ account });
        }}
      />
      <TextArea
        name="measures"
        label={t('accountability.measures')}
        optional
        rows={3}
        maxLength={2000}
        value={written.measures}
        onChange={(measures) => {
          onChange({ measures });
        }}
      />
    </>
  );
}

function choicesOf<Code extends string>(words: Readonly<Record<Code, MessageKey>>) {
  return codesOf(words).map((value) => ({ value, label: t(words[value]) }));
}
