import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { codeWords } from '../../ui/codes';
import { Checks, TextArea, TextField } from '../../ui/fields';
import { topics } from './code-lists';
import type { Written } from './written';

export interface FieldsProps {
  readonly written: Written;
  readonly onChange: (change: Partial<Written>) => void;
}

/** What is asked or told, and what it is about. */
export function InformationFields({ written, onChange }: FieldsProps): ReactNode {
  const asks = written.kind === 'information-request';
  return (
    <>
      <Checks
        name="topics"
        label={t('messages.topics')}
        value={written.topics}
        onChange={(chosen) => {
          onChange({ topics: chosen });
        }}
        choices={topics.map((value) => ({ value, label: codeWords(value) }))}
      />
      <TextArea
        name="text"
        label={t(asks ? 'messages.question' : 'messages.text')}
        hint={t('messages.textHint')}
        rows={6}
        maxLength={8000}
        value={written.text}
        onChange={(text) => {
          onChange({ text });
        }}
      />
      {asks ? (
        <TextField
          name="neededBy"
          type="date"
          label={t('messages.neededBy')}
          optional
          width="short"
          value={written.neededBy}
          onChange={(neededBy) => {
            onChange({ neededBy });
          }}
        />
      ) : null}
    </>
  );
}
