import type { ReactNode } from 'react';
import { t } from '../i18n';
import { useFault } from './form';

interface FieldProps {
  /** The field's name: its id, by which the summary of faults leads here. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
}

/** The parts around every field: its label, its hint, what is wrong with it. */
function Field({
  name,
  label,
  hint,
  optional = false,
  children,
}: FieldProps & { readonly children: ReactNode }): ReactNode {
  const fault = useFault(name);
  return (
    <div className={fault === undefined ? 'field' : 'field field-wrong'}>
      <label htmlFor={name}>{optional ? t('common.optional', { label }) : label}</label>
      {hint === undefined ? null : (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FaultLine name={name} />
      {children}
    </div>
  );
}

function FaultLine({ name }: { readonly name: string }): ReactNode {
  const fault = useFault(name);
  if (fault === undefined) return null;
  return (
    <p className="fault" id={`${name}-fault`}>
      <span className="sr">{t('common.errorTitle', { title: '' })}</span>
      {fault}
    </p>
  );
}

function useDescription(name: string, hint: string | undefined): Record<string, string | boolean> {
  const wrong = useFault(name) !== undefined;
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(wrong ? [`${name}-fault`] : [])];
  return {
    ...(ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {}),
    ...(wrong ? { 'aria-invalid': true } : {}),
  };
}

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'datetime-local';
  readonly width?: 'short' | 'middle' | 'full';
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'url';
  readonly maxLength?: number;
  readonly fixed?: boolean;
  /** When it appears, because it is what is asked next. */
  readonly takesFocus?: boolean;
}

export function TextField({
  value,
  onChange,
  type = 'text',
  width = 'middle',
  fixed = false,
  takesFocus = false,
  ...rest
}: TextProps): ReactNode {
  const { name, label, hint, optional, ...input } = rest;
  const described = useDescription(name, hint);
  return (
    <Field name={name} label={label} hint={hint} optional={optional ?? false}>
      <input
        {...input}
        {...described}
        id={name}
        name={name}
        type={type}
        className={`input input-${width}${fixed ? ' fixed' : ''}`}
        spellCheck={type === 'text' && !fixed}
        autoFocus={takesFocus}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </Field>
  );
}

interface AreaProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
  /** When it appears, because it is what is asked next. */
  readonly takesFocus?: boolean;
}

export function TextArea({ value, onChange, rows = 4, maxLength, takesFocus = false, ...rest }: AreaProps): ReactNode {
  const described = useDescription(rest.name, rest.hint);
  return (
    <Field {...rest}>
      <textarea
        {...described}
        id={rest.name}
        name={rest.name}
        className="input input-full"
        rows={rows}
        autoFocus={takesFocus}
        maxLength={maxLength}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </Field>
  );
}

export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string | undefined;
}

interface SelectProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly Choice<Value>[];
}

/** The browser's own list: on a telephone nothing is better. */
export function SelectField<Value extends string>({
  value,
  onChange,
  choices,
  ...rest
}: SelectProps<Value>): ReactNode {
  const described = useDescription(rest.name, rest.hint);
  return (
    <Field {...rest}>
      <select
        {...described}
        id={rest.name}
        name={rest.name}
        className="input input-middle"
        value={value}
        onChange={(event) => {
          onChange(event.target.value as Value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface ChoicesProps<Value extends string> extends FieldProps {
  readonly choices: readonly Choice<Value>[];
  /** Beside each other: for two or three short words. */
  readonly inline?: boolean;
}

interface RadiosProps<Value extends string> extends ChoicesProps<Value> {
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
}

export function Radios<Value extends string>({ value, onChange, ...rest }: RadiosProps<Value>): ReactNode {
  return (
    <Group {...rest}>
      {(choice, id) => (
        <input
          type="radio"
          id={id}
          name={rest.name}
          value={choice.value}
          checked={value === choice.value}
          onChange={() => {
            onChange(choice.value);
          }}
        />
      )}
    </Group>
  );
}

interface ChecksProps<Value extends string> extends ChoicesProps<Value> {
  readonly value: readonly Value[];
  readonly onChange: (value: readonly Value[]) => void;
}

export function Checks<Value extends string>({ value, onChange, ...rest }: ChecksProps<Value>): ReactNode {
  return (
    <Group {...rest}>
      {(choice, id) => (
        <input
          type="checkbox"
          id={id}
          name={rest.name}
          value={choice.value}
          checked={value.includes(choice.value)}
          onChange={({ target }) => {
            const others = value.filter((one) => one !== choice.value);
            onChange(target.checked ? [...others, choice.value] : others);
          }}
        />
      )}
    </Group>
  );
}

interface GroupProps<Value extends string> extends ChoicesProps<Value> {
  readonly children: (choice: Choice<Value>, id: string) => ReactNode;
}

/** Choices under one question. The first has the field's name as its id: there the summary of faults leads. */
function Group<Value extends string>({
  name,
  label,
  hint,
  optional,
  choices,
  inline,
  children,
}: GroupProps<Value>): ReactNode {
  const described = useDescription(name, hint);
  const fault = useFault(name);
  return (
    <fieldset
      className={fault === undefined ? 'field' : 'field field-wrong'}
      aria-describedby={described['aria-describedby'] as string | undefined}
    >
      <legend>{optional === true ? t('common.optional', { label }) : label}</legend>
      {hint === undefined ? null : (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FaultLine name={name} />
      <div className={inline === true ? 'choices choices-inline' : 'choices'}>
        {choices.map((choice, index) => {
          const id = index === 0 ? name : `${name}-${choice.value}`;
          return (
            <div className="choice" key={choice.value}>
              {children(choice, id)}
              <label htmlFor={id}>
                {choice.label}
                {choice.hint === undefined ? null : <span className="hint choice-hint">{choice.hint}</span>}
              </label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
