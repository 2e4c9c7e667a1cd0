import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from 'scslre';
import { messageKinds } from '#messages';
import { repositoryRoot } from '#test/repository';

/** Every `pattern` of a schema, however deep, with where it stands. */
function patternsIn(value: unknown, place = ''): [place: string, pattern: string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'pattern' && typeof inner === 'string'
      ? [[`${place}/${name}`, inner] as [string, string]]
      : patternsIn(inner, `${place}/${name}`),
  );
}

/**
 * What anybody may send is matched by these. One that backtracks takes a text of some thousand letters as an attack: minutes of a
 * process. That none does is judged by the analysis of whole patterns, not by texts that come to mind. Those that are
 * written in code are judged by ESLint.
 */
describe('patterns of what is sent', () => {
  const document = JSON.parse(readFileSync(join(repositoryRoot, 'apps/api/openapi.json'), 'utf8')) as unknown;
  const found = new Map<string, string>();
  for (const [place, pattern] of patternsIn(document)) found.set(pattern, place);
  for (const { name, schema } of messageKinds.all())
    for (const [place, pattern] of patternsIn(schema, `/kinds/${name}`)) found.set(pattern, place);

  it('are found', () => {
    expect(found.size).toBeGreaterThan(10);
  });

  it('take no longer than the text is long, and the judge knows one that does', () => {
    const slow = (source: string): boolean =>
      analyse({ source, flags: 'u' }, { assumeRejectingSuffix: true }).reports.some(({ type }) => type !== 'Move');
    expect(slow('^(a+)+$')).toBe(true);
    expect([...found].filter(([pattern]) => slow(pattern)).map(([pattern, place]) => `${place}: ${pattern}`)).toEqual(
      [],
    );
  });

  it('are anchored, so that a text is tried from its beginning alone', () => {
    const free = [...found].filter(([pattern]) => !pattern.startsWith('^'));
    expect(free.map(([pattern, place]) => `${place}: ${pattern}`)).toEqual([]);
  });
});
