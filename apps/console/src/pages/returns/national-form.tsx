import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/fields';
import { Form, type FormFault } from '../../ui/form';
import { codesOf, countIn, protocols, type Protocol } from './return-codes';

export type NationalFigures = Omit<Schemas['NationalReturnBody'], 'period' | 'final'>;

const counted = ['investigations', 'prosecutions', 'convictions'] as const;
type Counted = (typeof counted)[number];

interface NationalFormProps {
  readonly faults: readonly FormFault[];
  readonly busy: boolean;
  readonly onGiven: (figures: NationalFigures) => void;
}

/** How a nation stands to the protocol, and its figures; laws and measures come from a table. */
export function NationalForm({ faults, busy, onGiven }: NationalFormProps): ReactNode {
  const [protocol, setProtocol] = useState<Protocol>('party');
  const [numbers, setNumbers] = useState<Readonly<Partial<Record<Counted, string>>>>({});
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const given = counted.filter((name) => (numbers[name] ?? '').trim() !== '');
  const submit = (): void => {
    const wrong = given.filter((name) => countIn(numbers[name] ?? '') === undefined);
    setMissing(wrong.map((field) => ({ field, message: t('returns.needNumber') })));
    if (wrong.length > 0) return;
    onGiven({ protocol, ...Object.fromEntries(given.map((name) => [name, countIn(numbers[name] ?? '')])) });
  };
  return (
    <Form faults={missing.length > 0 ? missing : faults} label={t('returns.fill')} onSubmit={submit}>
      <p className="hint">{t('returns.nationalHint')}</p>
      <SelectField
        name="protocol"
        label={t('returns.protocol')}
        value={protocol}
        onChange={setProtocol}
        choices={codesOf(protocols).map((value) => ({ value, label: t(protocols[value]) }))}
      />
      {counted.map((name) => (
        <TextField
          key={name}
          name={name}
          label={t(`returns.${name}`)}
          width="short"
          inputMode="numeric"
          optional
          value={numbers[name] ?? ''}
          onChange={(number) => {
            setNumbers({ ...numbers, [name]: number });
          }}
        />
      ))}
      <div className="form-actions">
        <Button type="submit" look="primary" busy={busy}>
          {t('returns.keep')}
        </Button>
      </div>
    </Form>
  );
}
