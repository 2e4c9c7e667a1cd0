import type { ReactNode } from 'react';
import { useBodyName } from '../api/directory';
import { t } from '../i18n';
import { codeWords } from './codes';
import { Fact, Facts } from './facts';

type Content = Readonly<Record<string, unknown>>;

/** The body of a message of any kind: its parts as headings, its fields as facts. */
export function BodyView({ body }: { readonly body: Content }): ReactNode {
  const entries = Object.entries(body);
  const plain = entries.filter(([, value]) => !isPart(value));
  return (
    <div className="stack">
      {plain.length > 0 ? (
        <Facts>
          {plain.map(([name, value]) => (
            <Fact key={name} name={codeWords(name)}>
              <Value value={value} />
            </Fact>
          ))}
        </Facts>
      ) : null}
      {entries.map(([name, value]) =>
        isPart(value) ? (
          <section key={name}>
            <h3>{codeWords(name)}</h3>
            <Facts>
              {leavesOf(value).map(([path, leaf]) => (
                <Fact key={path} name={path}>
                  <Value value={leaf} />
                </Fact>
              ))}
            </Facts>
          </section>
        ) : null,
      )}
    </div>
  );
}

/** The fields of a part, those of its own parts among them: "Name, given". */
function leavesOf(part: Content, above?: string): (readonly [string, unknown])[] {
  return Object.entries(part).flatMap(([name, value]) => {
    const path = above === undefined ? codeWords(name) : `${above}, ${codeWords(name).toLowerCase()}`;
    return isPart(value) ? leavesOf(value, path) : [[path, value] as const];
  });
}

function Value({ value }: { readonly value: unknown }): ReactNode {
  const bodyName = useBodyName();
  const words = (one: unknown): string => wordsOf(one, bodyName);
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="soft">{t('common.none')}</span>;
    return (
      <ul>
        {value.map((one: unknown) => (
          <li key={JSON.stringify(one)}>{isPart(one) ? Object.values(one).map(words).join(', ') : words(one)}</li>
        ))}
      </ul>
    );
  }
  return <span dir="auto">{words(value)}</span>;
}

function wordsOf(value: unknown, bodyName: (slug: string) => string): string {
  if (value === true) return t('common.yes');
  if (value === false) return t('common.no');
  if (value === null || value === undefined) return t('common.none');
  if (typeof value !== 'string') return JSON.stringify(value);
  const body = bodyName(value);
  if (body !== value) return body;
  // A code is several words in one; what a person wrote stays as it is.
  return /^(?:[a-z]+(?:-[a-z]+)*|[A-Z][a-z]+(?:[A-Z][a-z]*)+)$/.test(value) ? codeWords(value) : value;
}

function isPart(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
