import { HubError, notFound, uuidv7, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** The lists of which a person may keep filters. */
export const filteredPages = ['inbox', 'referrals', 'messages'] as const;
export type FilteredPage = (typeof filteredPages)[number];

/** Most filters of a person. */
export const MOST_FILTERS = 50;

/** What a list is to show: the names and values of its page's address. */
export type FilterSearch = Readonly<Record<string, string>>;

export interface SavedFilter {
  readonly id: Uuid;
  readonly page: FilteredPage;
  readonly name: string;
  readonly search: FilterSearch;
  readonly createdAt: Date;
}

interface FilterTools {
  readonly tx: Transaction;
  readonly clock: Clock;
  readonly person: { readonly id: Uuid; readonly organisationId: Uuid };
}

/** A person's filters, by page and name. */
export function listSavedFilters(tx: Transaction, personId: Uuid): Promise<SavedFilter[]> {
  return tx.rows<SavedFilter>(
    `SELECT id, page, name, search, created_at AS "createdAt" FROM saved_filters WHERE person_id = $1
     ORDER BY page, lower(name), id`,
    [personId],
  );
}

/**
 * Keeps a filter under a name.
 *
 * @throws HubError `already_exists` for a name that the page has; `illegal_transition` when the person has as many as they may
 */
export async function saveFilter(
  { tx, clock, person }: FilterTools,
  { page, name, search }: Pick<SavedFilter, 'page' | 'name' | 'search'>,
): Promise<SavedFilter> {
  // One after another: of two at once the second sees the first.
  await tx.execute(`SELECT FROM people WHERE id = $1 FOR UPDATE`, [person.id]);
  const kept = await listSavedFilters(tx, person.id);
  if (kept.some((one) => one.page === page && one.name === name))
    throw new HubError(
      'already_exists',
      `You have a filter "${name}" of this page. Remove it first, or take another name.`,
    );
  if (kept.length >= MOST_FILTERS)
    throw new HubError('illegal_transition', `You have ${MOST_FILTERS} filters. Remove one that you do not need.`, {
      extra: { legal: ['remove'] },
    });
  const filter = { id: uuidv7(), page, name, search, createdAt: clock.now() };
  await tx.execute(
    `INSERT INTO saved_filters (id, person_id, organisation_id, page, name, search, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [filter.id, person.id, person.organisationId, page, name, JSON.stringify(search), filter.createdAt],
  );
  return filter;
}

/** @throws HubError `not_found`, also for a filter of somebody else */
export async function removeSavedFilter(tx: Transaction, personId: Uuid, id: Uuid): Promise<void> {
  const removed = await tx.execute(`DELETE FROM saved_filters WHERE id = $1 AND person_id = $2`, [id, personId]);
  if (removed === 0) throw notFound('saved filter');
}
