import { MOST_FILTERS, listSavedFilters, removeSavedFilter, saveFilter, type FilteredPage } from '#identity';
import { uuidv7, type Uuid } from '#kernel';
import { addPerson } from '#test/add-person';
import { BrowserTab } from '#test/browser-tab';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(60_000);

describe('filters that a person keeps', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let tab: BrowserTab;
  let other: BrowserTab;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
    [tab, other] = [await signedIn('one'), await signedIn('other')];
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });

  const signedIn = async (name: string): Promise<BrowserTab> => {
    const person = await addPerson(hub, 'iom', name, [{ role: 'liaison-officer', operation: null }]);
    const page = new BrowserTab(api.url);
    const { organisation, email, password } = person;
    expect((await page.call('POST', '/v1/session', { organisation, email, password })).status).toBe(201);
    return page;
  };
  const keep = (page: BrowserTab, name: string, search: unknown = { show: 'overdue', priority: 'urgent' }) =>
    page.call<{ id: string; code?: string }>('POST', '/v1/saved-filters', { page: 'inbox', name, search });
  const namesOf = async (page: BrowserTab): Promise<string[]> =>
    (await page.call<{ data: { name: string }[] }>('GET', '/v1/saved-filters')).body.data.map(({ name }) => name);

  it('are theirs alone, one of a name to a page, and go when they remove them', async () => {
    const kept = await keep(tab, 'Late, urgent');
    expect([kept.status, kept.headers.get('location')]).toEqual([201, `/v1/saved-filters/${kept.body.id}`]);
    expect([(await keep(tab, 'Late, urgent')).status, await namesOf(tab), await namesOf(other)]).toEqual([
      409,
      ['Late, urgent'],
      [],
    ]);
    expect((await other.call('DELETE', `/v1/saved-filters/${kept.body.id}`)).status).toBe(404);
    expect((await tab.call('DELETE', `/v1/saved-filters/${kept.body.id}`)).status).toBe(204);
    expect(await namesOf(tab)).toEqual([]);
  });

  it('hold codes and slugs, and nothing else', async () => {
    const wrong: unknown[] = [
      { show: "'; DROP TABLE" },
      { name: 'x' },
      { show: 1 },
      [],
      null,
      { priority: 'a'.repeat(65) },
    ];
    for (const search of wrong) expect((await keep(tab, 'Wrong', search)).status).toBe(422);
    expect((await keep(tab, '<b>')).status).toBe(422);
    expect(await namesOf(tab)).toEqual([]);
  });

  it('are so many at most, also when many are kept at once', async () => {
    const { organisationId } = await hub.caller('iom');
    const [{ id } = { id: '' }] = await hub.superuser<{ id: Uuid }>(`SELECT id FROM people WHERE email LIKE 'other@%'`);
    const person = { id, organisationId };
    const save = (page: FilteredPage, name: string) =>
      hub.as('iom', ({ tx, clock }) => saveFilter({ tx, clock, person }, { page, name, search: {} }));
    for (let at = 1; at < MOST_FILTERS; at += 1) await save('referrals', `Filter ${at}`);
    const outcomes = await Promise.allSettled([save('inbox', 'One'), save('inbox', 'Two'), save('inbox', 'Three')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const kept = await hub.as('iom', ({ tx }) => listSavedFilters(tx, id));
    expect(kept).toHaveLength(MOST_FILTERS);
    await expect(hub.as('iom', ({ tx }) => removeSavedFilter(tx, id, uuidv7()))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
