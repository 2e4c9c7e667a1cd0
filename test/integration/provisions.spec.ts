import { MailEngine, type MailTransport, type OutgoingMail } from '#delivery';
import { Directory, seedDirectory, type Operation } from '#directory';
import type { Caller } from '#identity';
import { HubError, type Uuid } from '#kernel';
import { Database } from '#platform/database';
import {
  acknowledgeProvisions,
  provisionMatrix,
  readProvisionMatrix,
  remindUnits,
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

  const remind = () => remindUnits({ database: hub.worker, directory, clock: hub.clock });
  const unitNamed = (unit: string): string => kosovo.units?.find(({ id }) => id === unit)?.name ?? '';
  const mails = (state: string, texts = '') =>
    hub.superuser<{ body: string; state: string; content: { rows: [string, string][] } }>(
      `SELECT o.slug AS body, m.state, m.content FROM mails m JOIN organisations o ON o.id = m.organisation_id
       WHERE m.kind = 'provisions' AND m.operation_id = $1 AND m.dedupe LIKE $2 AND strpos(m.content::text, $3) > 0
       ORDER BY o.slug`,
      [operation, `${state} %`, texts],
    );
  const sent: OutgoingMail[] = [];
  const sendMails = async (): Promise<void> => {
    const transport: MailTransport = {
      send: (mail) => {
        sent.push(mail);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    };
    const engine = new MailEngine({
      ...{ database: hub.worker, directory, clock: hub.clock, transport },
      ...{ publicUrl: 'http://hub.example', scheduleScale: 1 },
      onError: (error) => {
        throw error;
      },
    });
    await engine.sendDue();
    await engine.close();
  };

  it('are asked of every unit, and seen by headquarters; a body sees its own', async () => {
    expect(Object.keys(states(await matrix(HQ)))).toEqual(kosovo.units?.map(({ id }) => id));
    expect(states(await matrix('italy'))).toEqual({ 'italian-infantry': ['due'], 'italian-engineers': ['due'] });
    expect(states(await matrix('unmik'))).toEqual({});
    expect((await matrix('unmik')).provisions.map(({ id, version }) => ({ id, version }))).toEqual(all);
  });

  it('are asked for by one mail to each body that has units, however often it is looked', async () => {
    const bodies = [...new Set(kosovo.units?.map(({ body }) => body))].sort();
    expect(await remind()).toBeGreaterThanOrEqual(bodies.length);
    expect(await remind()).toBe(0);
    expect((await mails('due')).map(({ body }) => body)).toEqual(bodies);
    await sendMails();
    const [toItaly] = sent.filter(
      ({ to, subject }) => to.includes('@italy-contingent.') && subject.includes('to acknowledge by'),
    );
    expect(toItaly?.text).toContain(
      `Texts:     ${all.map(({ id, version }) => `${id} version ${version}`).join(', ')}`.slice(0, 40),
    );
    expect(toItaly?.text).toContain('/console/provisions?operation=kosovo');
    expect((await mails('due')).map(({ state }) => state)).toEqual(bodies.map(() => 'sent'));
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

  it('are asked for by a last mail then, which names the units that have not', async () => {
    await remind();
    expect(await remind()).toBe(0);
    const overdue = await mails('overdue');
    const ofItaly = overdue.find(({ body }) => body === 'italy');
    expect(ofItaly?.content.rows).toContainEqual(['Units', unitNamed('italian-engineers')]);
    await sendMails();
    expect(sent.filter(({ subject }) => subject.includes('were to be acknowledged by'))).toHaveLength(
      (await hub.superuser(`SELECT FROM mails WHERE kind = 'provisions' AND dedupe LIKE 'overdue %'`)).length,
    );
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
    await remind();
    // In force since the database's now, which is a month before this spec's.
    expect((await mails('overdue', 'KOS-P1 version 2')).map(({ body }) => body)).toContain('italy');
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
