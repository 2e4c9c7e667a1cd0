import type { ReactNode } from 'react';
import type { Choice } from './fields';

interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A few views of one list, one of which is on. */
export function Segments<Value extends string>({
  name,
  label,
  value,
  choices,
  onChange,
}: SegmentsProps<Value>): ReactNode {
  return (
    <fieldset className="segments no-print">
      <legend className="sr">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => {
              onChange(choice.value);
            }}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
