import type { ReactNode } from 'react';
import type { UseMutationResult } from '@tanstack/react-query';
import { Button } from './button';
import { errorWords } from './error-words';
import { Notice } from './notice';

interface ActButtonsProps<Choice extends string> {
  /** What may be done now; nothing is shown when there is nothing. */
  readonly choices: readonly Choice[];
  readonly act: UseMutationResult<unknown, Error, Choice>;
  readonly label: (choice: Choice) => string;
  /** For who does not see what a button stands beside. */
  readonly name?: (choice: Choice) => string;
  readonly look: (choice: Choice) => 'plain' | 'quiet' | 'warning';
}

/** A button for each thing that may be done, and what the hub said against the last one. */
export function ActButtons<Choice extends string>({
  choices,
  act,
  label,
  name,
  look,
}: ActButtonsProps<Choice>): ReactNode {
  if (choices.length === 0) return null;
  return (
    <div className="stack no-print">
      <div className="row">
        {choices.map((choice) => (
          <Button
            key={choice}
            look={look(choice)}
            busy={act.isPending && act.variables === choice}
            {...(name === undefined ? {} : { 'aria-label': name(choice) })}
            onPress={() => {
              act.mutate(choice);
            }}
          >
            {label(choice)}
          </Button>
        ))}
      </div>
      {act.isError ? (
        <Notice tone="late" announced>
          {errorWords(act.error)}
        </Notice>
      ) : null}
    </div>
  );
}
