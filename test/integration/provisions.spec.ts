import { Directory, seedDirectory, type Operation } from '#directory';
import type { Caller } from '#identity';
import { HubError, type Uuid } from '#kernel';
import { Database } from '#platform/database';
import {
  acknowledgeProvisions,
  provisionMatrix,
  readProvisionMatrix,
  type AcknowledgementGiven,
  type ProvisionMatrix,
} from '#provisions';
import { previewReferral, type ReferralTools } from '#referrals';
import { addPerson } from '#test/add-person';
import { openHubDatabase, openOwner, seededOperations, type HubDatabase } from '#test/hub-database';
import { draft } from '#test/referral-flow';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const operation = 'kosovo';
const HQ = 'kfor-hq';

describe('provisions of the policy', () => {
  let hub: HubDatabase;
  let directory: Directory;
  let commander: Uuid;
  const kosovo = seededOperations.find(({ id }) => id === operation)!;
  const all = kosovo.provisions.map(({ id, version }) => ({ id, version }));

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 3 });
    directory = hub.directory;
    commander = (await addPerson(hub, 'italy', 'commander', [{ role: 'senior-commander', operation: null }])).id;
  });
  afterAll(() => hub.close());

  /** As somebody of a body, who is signed in; or as its key. */
  async function as<T>(slug: string, person: Uuid | undefined, work: (tools: ReferralTools) => Promise<T>): Promise<T> {
    const caller = await hub.caller(slug);
    const { organisationId } = caller;
    const signed: Caller = person
      ? {
          ...caller,
          person: { id: person, sessionId: person, operations: 'all', provedAt: hub.clock.now(), secondFactorAt: null },
        }
      : caller;
    return hub.api.transaction({ kind: 'body', organisationId, ...(person ? { person } : {}) }, (tx) =>
      work({ tx, vault: hub.vault, clock: hub.clock, directory, caller: signed }),
    );
  }
  const acknowledge = (given: Partial<AcknowledgementGiven>, person: Uuid | undefined = commander, slug = 'italy') =>
    as(slug, person, (tools) =>
      acknowledgeProvisions(tools, { operation, unit: 'italian-infantry', provisions: all, ...given }),
    );
  const matrix = (slug: string) => as(slug, undefined, (tools) => readProvisionMatrix(tools, operation));
  const states = ({ units }: ProvisionMatrix): object =>
    Object.fromEntries(units.map(({ unit, provisions }) => [unit, [...new Set(provisions.map(({ state }) => state))]]));
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => 'taken',
      (error: unknown) => (error instanceof HubError ? [error.code, ...error.errors.map(({ code }) => code)] : error),
    );
  const reseeded = async (change: (provision: Operation['provisions'][number]) => object): Promise<void> => {
    const owner = await openOwner(hub.database.url);
    const provisions = kosovo.provisions.map((one) => ({ ...one, ...change(one) }));
    try {
      await new Database(owner).transaction({ kind: 'worker' }, (tx) =>
        seedDirectory(tx, [{ ...kosovo, provisions, digest: '0'.repeat(64) }]),
      );
    } finally {
      await owner.destroy();
    }
    directory = new Directory(hub.worker);
  };

  it('are asked of every unit, and seen by headquarters; a body sees its own', async () => {
    expect(Object.keys(states(await matrix(HQ)))).toEqual(kosovo.units?.map(({ id }) => id));
    expect(states(await matrix('italy'))).toEqual({ 'italian-infantry': ['due'], 'italian-engineers': ['due'] });
    expect(states(await matrix('unmik'))).toEqual({});
    expect((await matrix('unmik')).provisions.map(({ id, version }) => ({ id, version }))).toEqual(all);
  });

  it('are acknowledged by a person, for a unit of their body, in the version in force', async () => {
    expect(
      await refused(
        as('italy', undefined, (tools) =>
          acknowledgeProvisions(tools, { operation, unit: 'italian-infantry', provisions: all }),
        ),
      ),
    ).toEqual(['forbidden']);
    expect(await refused(acknowledge({ unit: 'german-contingent' }))).toEqual(['invalid_input', 'unit_unknown']);
    expect(await refused(acknowledge({ provisions: [{ id: 'KOS-P99', version: 1 }] }))).toEqual([
      'invalid_input',
      'provision_unknown',
    ]);
    expect(await refused(acknowledge({ provisions: [{ id: 'KOS-P3', version: 1 }] }))).toEqual([
      'invalid_input',
      'not_in_force',
    ]);
    const after = await acknowledge({});
    expect(states(after)).toEqual({ 'italian-infantry': ['acknowledged'], 'italian-engineers': ['due'] });
    // Again changes nothing, and leaves no second entry.
    await acknowledge({});
    const entries = await hub.superuser<{ detail: { unit: string; provisions: string[] } }>(
      `SELECT detail FROM evidence_entries WHERE action = 'provision.acknowledged'`,
    );
    expect(entries.map(({ detail }) => [detail.unit, detail.provisions.length])).toEqual([
      ['italian-infantry', all.length],
    ]);
  });

  it('are overdue for who has not when the days are over', async () => {
    hub.clock.advance(31 * DAY);
    expect(states(await matrix(HQ))).toMatchObject({
      'italian-infantry': ['acknowledged'],
      'italian-engineers': ['overdue'],
      'turkish-contingent': ['overdue'],
    });
  });

  it('are asked for again in a new version, and do not change under an old one', async () => {
    const isP1 = ({ id }: { readonly id: string }): boolean => id === 'KOS-P1';
    await expect(reseeded((one) => (isP1(one) ? { text: 'Other words.' } : {}))).rejects.toThrow(
      'Provision KOS-P1 of kosovo says other words than before under version 1.',
    );
    await reseeded((one) => (isP1(one) ? { text: 'Other words.', version: 2 } : {}));
    const infantry = (await matrix(HQ)).units.find(({ unit }) => unit === 'italian-infantry');
    const [first, ...others] = infantry?.provisions ?? [];
    expect(first).toMatchObject({ provision: 'KOS-P1', version: 2, acknowledgedAt: null, lastVersion: 1 });
    expect(others.map(({ state }) => state)).toEqual(others.map(() => 'acknowledged'));
    await acknowledge({ provisions: [{ id: 'KOS-P1', version: 2 }] });
    const seen = await hub.worker.transaction({ kind: 'worker' }, (tx) =>
      provisionMatrix({ tx, directory }, operation, hub.clock.now()),
    );
    expect(states(seen)).toMatchObject({ 'italian-infantry': ['acknowledged'] });
  });

  it('are named by routing with the version that it applied', async () => {
    const { id } = await draft(hub, { to: ['unhcr'] });
    const { recipients } = await hub.as('isaf-hq', (tools) => previewReferral(tools, id));
    const versions = new Map(
      seededOperations.flatMap(({ provisions }) => provisions.map((one) => [one.id, one.version] as const)),
    );
    const reasons = recipients.flatMap((one) => one.reasons).filter(({ provision }) => provision !== undefined);
    expect(reasons.length).toBeGreaterThan(1);
    for (const { provision = '', version } of reasons) expect(version).toBe(versions.get(provision));
  });

  it('are kept as they were acknowledged, by nobody in the place of another', async () => {
    const write = (person: Uuid, unit: string, version: number) =>
      as('italy', person, ({ tx }) =>
        tx.execute(
          `INSERT INTO provision_acknowledgements VALUES ('kosovo', $1, 'KOS-P2', $2, app_body(), $3, now())`,
          [unit, version, commander],
        ),
      );
    await expect(write(commander, 'german-contingent', 1)).rejects.toMatchObject({ code: '42501' });
    await expect(write(commander, 'italian-engineers', 7)).rejects.toMatchObject({ code: '42501' });
    const { organisationId } = await hub.caller('italy');
    await expect(write(organisationId, 'italian-engineers', 1)).rejects.toMatchObject({ code: '42501' });
    await expect(hub.superuser('DELETE FROM provision_acknowledgements')).rejects.toThrow('append-only');
  });
});
