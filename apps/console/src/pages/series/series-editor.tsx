import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Radios, SelectField, TextArea, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Consequences } from './consequences';
import { faultsOfSeries, type SeriesDraft } from './meeting-draft';
import { AboutFields, RuleFields, TitleField, WhenAndWhereFields, WhoFields } from './meeting-fields';
import { rhythms } from './rhythm';
import { TemplateItems } from './template-items';

type Preview = Schemas['MeetingSeriesPreview'];

interface EditorProps<Given> {
  readonly draft: SeriesDraft;
  readonly onChange: (draft: SeriesDraft) => void;
  /** A new one chooses its operation; another stays where it is. */
  readonly isNew: boolean;
  readonly given: (draft: SeriesDraft) => Given;
  readonly preview: (given: Given, key: string) => Promise<Preview>;
  readonly save: (given: Given, key: string) => Promise<unknown>;
  readonly onFailed?: (error: unknown) => void;
  /** Before the fields: from which meeting on. */
  readonly children?: ReactNode;
}

/** A form in two steps: what is wanted, and what that would do. */
export function SeriesEditor<Given extends object>(props: EditorProps<Given>): ReactNode {
  const { draft, onChange, isNew, given, children } = props;
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const [seen, setSeen] = useState<{ readonly given: Given; readonly preview: Preview }>();
  const preview = useAct(props.preview, (found, asked) => {
    setSeen({ given: asked, preview: found });
  });
  const save = useAct(props.save);
  const set = (part: Partial<SeriesDraft>): void => {
    onChange({ ...draft, ...part });
  };
  if (seen)
    return (
      <Consequences
        starts={seen.preview.occurrences.map(({ startsAt }) => startsAt)}
        timeZone={draft.timeZone}
        preview={seen.preview}
        isNew={isNew}
      >
        <Form
          faults={faultsOf(save.error)}
          label={t('series.consequences')}
          onSubmit={() => {
            save.mutate(seen.given, {
              onError: (error) => {
                props.onFailed?.(error);
              },
            });
          }}
        >
          <div className="form-actions">
            <Button type="submit" look="primary" busy={save.isPending}>
              {t(isNew ? 'series.make' : 'series.change')}
            </Button>
            <Button
              look="quiet"
              onPress={() => {
                setSeen(undefined);
                save.reset();
              }}
            >
              {t('series.backToForm')}
            </Button>
          </div>
        </Form>
      </Consequences>
    );
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(preview.error, (pointer) => pointer.split('/')[1])}
      label={t(isNew ? 'series.new' : 'series.edit')}
      onSubmit={() => {
        const asked = given(draft);
        const found = faultsOfSeries(draft);
        const faults = found.length === 0 && !isNew && isSame(asked) ? [{ message: t('series.needChange') }] : found;
        setMissing(faults);
        if (faults.length === 0) preview.mutate(asked);
      }}
    >
      {children}
      {isNew ? <AboutFields draft={draft} onChange={set} /> : <TitleField draft={draft} onChange={set} />}
      <WhenAndWhereFields draft={draft} onChange={set} />
      <Radios
        name="rhythm"
        label={t('series.rhythm')}
        value={draft.rhythm}
        onChange={(rhythm) => {
          set({ rhythm });
        }}
        choices={rhythms.map((value) => ({ value, label: t(`series.rhythm.${value}`) }))}
      />
      {draft.rhythm === 'other' ? (
        <TextField
          name="rule"
          label={t('series.rule')}
          hint={t('series.ruleHint')}
          width="full"
          maxLength={300}
          fixed
          value={draft.rule}
          onChange={(rule) => {
            set({ rule });
          }}
        />
      ) : null}
      {(['except', 'extra'] as const).map((name) => (
        <TextArea
          key={name}
          name={name}
          label={t(`series.${name}`)}
          hint={t('series.startsHint')}
          optional
          rows={2}
          value={draft[name]}
          onChange={(value) => {
            set({ [name]: value });
          }}
        />
      ))}
      <WhoFields draft={draft} onChange={set} />
      <TemplateItems
        items={draft.agenda}
        onChange={(agenda) => {
          set({ agenda });
        }}
      />
      <RuleFields draft={draft} onChange={set} />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={preview.isPending}>
          {t('series.preview')}
        </Button>
      </div>
    </Form>
  );
}

/** From which meeting on says nothing by itself. */
function isSame(given: object): boolean {
  return Object.keys(given).every((name) => name === 'from');
}

interface FromProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly starts: readonly { readonly start: string; readonly words: string }[];
}

export function FromField({ value, onChange, starts }: FromProps): ReactNode {
  return (
    <SelectField
      name="from"
      label={t('series.from')}
      hint={t('series.fromHint')}
      value={value}
      onChange={onChange}
      choices={[
        { value: '', label: t('series.fromAll') },
        ...starts.map(({ start, words }) => ({ value: start, label: t('series.fromThis', { start: words }) })),
      ]}
    />
  );
}
