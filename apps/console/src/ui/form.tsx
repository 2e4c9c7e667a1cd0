import { createContext, useContext, useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { isRefusal } from '../api/problem';
import { t } from '../i18n';
import { errorWords } from './error-words';

/** A fault of the form: by the name of its field, or of the whole. */
export interface FormFault {
  readonly field?: string | undefined;
  readonly message: string;
}

/** What the hub said of its input, by the fields of the form: a pointer names the field, or lies within it. */
export function faultsOf(
  error: unknown,
  fieldOf: (pointer: string) => string | undefined = () => undefined,
): FormFault[] {
  if (error === null || error === undefined) return [];
  if (isRefusal(error) && error.problem.errors && error.problem.errors.length > 0)
    return error.problem.errors.map(({ pointer, message }) => {
      const field = fieldOf(pointer);
      return { field, message: field === undefined && pointer !== '' ? `${pointer.slice(1)}: ${message}` : message };
    });
  return [{ message: errorWords(error) }];
}

const Faults = createContext<readonly FormFault[]>([]);

/** The message for one field, and the id by which the summary leads there. */
export function useFault(name: string): string | undefined {
  return useContext(Faults).find(({ field }) => field === name)?.message;
}

interface FormProps {
  readonly faults: readonly FormFault[];
  readonly onSubmit: () => void;
  readonly label?: string;
  readonly children: ReactNode;
}

/** A form with the summary of its faults on top, which takes the focus when it appears. The browser's own bubbles stay off. */
export function Form({ faults, onSubmit, label, children }: FormProps): ReactNode {
  const [submissions, setSubmissions] = useState(0);
  return (
    <Faults value={faults}>
      <form
        noValidate
        className="form"
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault();
          setSubmissions(submissions + 1);
          onSubmit();
        }}
      >
        <ErrorSummary faults={faults} submissions={submissions} />
        {children}
      </form>
    </Faults>
  );
}

interface SummaryProps {
  readonly faults: readonly FormFault[];
  /** How often the form was sent: the same faults again take the focus again. */
  readonly submissions: number;
}

function ErrorSummary({ faults, submissions }: SummaryProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  // A page may have several forms.
  const title = useId();
  const told = faults.map(({ field, message }) => `${field ?? ''} ${message}`).join('\n');
  useEffect(() => {
    if (told !== '') box.current?.focus();
  }, [told, submissions]);
  if (faults.length === 0) return null;
  return (
    <div className="error-summary" ref={box} tabIndex={-1} role="alert" aria-labelledby={title}>
      <h2 id={title}>{t('error.title')}</h2>
      <ul>
        {faults.map(({ field, message }) => (
          <li key={`${field ?? ''} ${message}`}>
            {field === undefined ? (
              message
            ) : (
              <a
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(field)?.focus();
                }}
              >
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
