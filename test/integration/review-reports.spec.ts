import { HubError } from '#kernel';
import {
  agreeToBeNamed,
  closeRecommendation,
  listReviews,
  makeReview,
  printedReview,
  readReview,
  recommend,
  releaseFigures,
  reviewCsv,
  reviewHtml,
  reviewPdf,
  type ReviewAsked,
  type ReviewEdition,
  type ReviewView,
} from '#reporting';
import { writeCrowd, type Crowd } from '#test/crowd';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER } from '#test/referral-flow';

jest.setTimeout(60_000);

const operation = 'afghanistan';
const asked = (over: Partial<ReviewAsked> = {}): ReviewAsked => ({
  ...{ operations: [operation], from: '2025-Q1', to: '2025-Q1', threshold: 11 },
  ...over,
});
type Cell = ReviewView['sections'][number]['tables'][number]['rows'][number][number];
const cells = (cell: Cell): string =>
  cell === null ? '-' : typeof cell === 'object' ? `${cell.atLeast} to ${cell.atMost}` : String(cell);
/** The rows of a table, as words. */
const rows = ({ sections }: ReviewView, table: string): string[] =>
  sections
    .flatMap(({ tables }) => tables)
    .filter(({ id }) => id === table)
    .flatMap((found) => found.rows.map((row) => row.map(cells).join(' | ')));

describe('review reports', () => {
  let hub: HubDatabase;
  let first: ReviewView;
  let second: ReviewView;

  const crowd = (given: Omit<Crowd, 'operation' | 'sender'>): Promise<void> =>
    writeCrowd(hub, { operation, sender: SENDER, ...given });
  const release = (quarter: string) =>
    hub.as(SENDER, (tools) => releaseFigures(tools, { operation, quarter, threshold: 11 }));
  const make = (over: Partial<ReviewAsked> = {}, slug = SENDER): Promise<ReviewView> =>
    hub.as(slug, (tools) => makeReview(tools, asked(over)));
  const read = (id: string, edition: ReviewEdition, slug = SENDER): Promise<ReviewView> =>
    hub.as(slug, (tools) => readReview(tools, id, edition));
  const refusal = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'made',
      (error: unknown) =>
        error instanceof HubError
          ? [error.code, ...error.errors.map(({ pointer, code }) => `${pointer} ${code}`)]
          : error,
    );

  beforeAll(async () => {
    hub = await openHubDatabase();
    const at = '2025-02-10T00:00Z';
    await crowd({ at, body: LEAD, count: 40, state: 'completed', outcome: 'services_provided' });
    await crowd({ at, body: LEAD, count: 15 });
    await crowd({ at, body: 'unhcr', count: 12, kind: 'information-share', state: 'acknowledged' });
    await crowd({ at, body: 'unicef', count: 3, kind: 'capacity-update' });
    // Counted by themselves, and an exercise.
    await crowd({ at, body: LEAD, count: 30, kind: 'action-item' });
    await crowd({ at, body: LEAD, count: 30, status: 'exercise' });
    await crowd({ at: '2025-05-10T00:00Z', body: LEAD, count: 90, state: 'completed', outcome: 'not_needed' });
    await crowd({ at: '2025-05-10T00:00Z', body: LEAD, count: 12 });
  });
  afterAll(() => hub.close());

  it('are refused where they cannot be, and say why', async () => {
    const now = hub.clock.now();
    const running = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`;
    expect(await refusal(make({ to: running }))).toEqual(['invalid_input', '/to period']);
    expect(await refusal(make({ from: '2025-Q2' }))).toEqual(['invalid_input', '/from period']);
    expect(await refusal(make())).toEqual(['invalid_input', '/to no_data']);
    expect(await refusal(make({ operations: [operation, 'atlantis'] }))).toEqual([
      'operation_unknown',
      '/operation operation_unknown',
    ]);
    const { data } = await hub.as(SENDER, (tools) => listReviews(tools, { limit: 10 }));
    expect(data).toEqual([]);
  });

  it('are refused to who has a role in another operation only', async () => {
    const person = { id: SENDER, roles: [], operations: ['kosovo'] };
    const held = hub.as(SENDER, (tools) =>
      makeReview({ ...tools, caller: { ...tools.caller, operations: person.operations } }, asked()),
    );
    expect(await refusal(held)).toEqual(['not_found']);
  });

  it('add up what was released, under names that bodies agreed to', async () => {
    const { id } = await release('2025-Q1');
    await hub.as(LEAD, (tools) => agreeToBeNamed(tools, id));
    first = await make({ to: '2025-Q2' });
    expect(first).toMatchObject({ operations: [operation], number: 1, from: '2025-Q1', to: '2025-Q2' });
    // 3 capacity updates stay together with the 12 of the smallest other kind.
    expect(rows(first, 'recipients-by-kind')).toEqual([
      'afghanistan | referral | 44 to 64',
      'afghanistan | - | 11 to 21',
    ]);
    expect(rows(first, 'outcomes')).toEqual([
      'afghanistan | none | 11 to 21',
      'afghanistan | services_provided | 33 to 43',
      'afghanistan | - | 11 to 21',
    ]);
    expect(rows(first, 'responses-by-body')).toEqual([
      'afghanistan | iom | decided | 33 to 43',
      'afghanistan | iom | no-response | 11 to 21',
      'afghanistan | - | - | 11 to 21',
    ]);
    expect(first.sections[0]?.notes[1]).toBe('Not released, and so not counted, of afghanistan: 2025-Q2.');
    expect(rows(first, 'provisions')).toContainEqual(
      expect.stringMatching(/^afghanistan \| AFG-P1 \| \d+ \| forbids \| /),
    );
  });

  it('publish no exact number of anything that was counted, and define every figure', () => {
    const defined = new Set(first.definitions.map(({ id }) => id));
    for (const { tables } of first.sections)
      for (const { id, columns, rows: lines } of tables)
        for (const [index, { definition }] of columns.entries()) {
          if (definition === null) continue;
          expect([id, definition, defined.has(definition)]).toEqual([id, definition, true]);
          if (['released.releases', 'recommendations.carried', 'review.standing'].includes(definition)) continue;
          for (const line of lines) expect(cells(line[index] ?? null)).toMatch(/^\d+ to \d+$/);
        }
  });

  it('keep the exact figures of the body that made it for this body', async () => {
    const own = await read(first.id, 'own');
    expect(rows(own, 'own-outcomes')).toEqual(['none | 27', 'not_needed | 90', 'services_provided | 40']);
    const counted = await hub.superuser<{ kind: string; recipients: number; answered: number }>(
      `SELECT kind, count(*)::int AS recipients, count(acknowledged_at)::int AS answered
       FROM recipients WHERE message_status = 'actual' AND routed_at >= '2024-12-31T19:30Z' AND routed_at < '2025-06-30T19:30Z'
       GROUP BY kind ORDER BY kind`,
    );
    const told = rows(own, 'own-kinds').map((row) => row.split(' | '));
    expect(told.slice(0, -1).map((row) => [row[0], Number(row[1]), Number(row[2])])).toEqual(
      counted.map(({ kind, recipients, answered }) => [kind, recipients, answered]),
    );
    expect(await refusal(read(first.id, 'own', LEAD))).toEqual(['not_found']);
    expect(await refusal(read(first.id, 'published', 'kfor-hq'))).toBe('made');
  });

  it('list what is recommended from report to report until it is closed, and once after', async () => {
    hub.clock.advance(1_000);
    const given = { operations: [operation], recommendation: 'Name a second focal point.', dueOn: '2030-01-31' };
    const { id } = await hub.as(SENDER, (tools) => recommend(tools, { ...given, addressee: LEAD }));
    const { id: other } = await hub.as(SENDER, (tools) => recommend(tools, given));
    for (const wrong of [
      { ...given, addressee: 'unmik' },
      { ...given, dueOn: '2030-02-30' },
    ])
      expect(await refusal(hub.as(SENDER, (tools) => recommend(tools, wrong)))).toMatchObject(['invalid_input', /^\//]);
    await release('2025-Q2');
    second = await make({ to: '2025-Q2' });
    expect(rows(second, 'recommendations')).toEqual([
      '1 | Name a second focal point. | iom | 2030-01-31 | open | - | 0',
      '2 | Name a second focal point. | all bodies | 2030-01-31 | open | - | 0',
    ]);
    expect(await refusal(hub.as(LEAD, (tools) => closeRecommendation(tools, id, 'Done.')))).toEqual(['not_found']);
    hub.clock.advance(1_000);
    await hub.as(SENDER, (tools) => closeRecommendation(tools, id, 'Two are named.'));
    expect(await refusal(hub.as(SENDER, (tools) => closeRecommendation(tools, id, 'Again.')))).toEqual([
      'illegal_transition',
    ]);
    hub.clock.advance(1_000);
    expect(rows(await make({ to: '2025-Q2' }), 'recommendations')).toEqual([
      '1 | Name a second focal point. | iom | 2030-01-31 | closed | Two are named. | 1',
      '2 | Name a second focal point. | all bodies | 2030-01-31 | open | - | 1',
    ]);
    hub.clock.advance(1_000);
    expect(rows(await make({ to: '2025-Q2' }), 'recommendations').map((row) => row.split(' | ')[0])).toEqual(['2']);
    expect(other).not.toBe(id);
  });

  it('say what changed since the report before, as far as bounds tell', () => {
    expect(rows(first, 'changes')).toEqual([]);
    expect(rows(second, 'changes')).toEqual([
      'Recipients by kind of message | afghanistan, referral | 44 to 85 | 143 to 204 | higher',
      'Referrals by outcome | afghanistan, none | 11 to 42 | 22 to 63 | not told apart',
      'Referrals by outcome | afghanistan, not_needed | 0 to 21 | 88 to 119 | higher',
      'Referrals by outcome | afghanistan, services_provided | 33 to 64 | 33 to 64 | not told apart',
      'Responses | afghanistan, decided | 33 to 64 | 121 to 162 | higher',
      'Responses | afghanistan, no-response | 11 to 42 | 22 to 63 | not told apart',
    ]);
    expect(rows(second, 'provision-changes')).toEqual([]);
  });

  it('are numbered by the set of operations, and cannot be changed, not even by whoever owns the tables', async () => {
    const { data } = await hub.as('kfor-hq', (tools) => listReviews(tools, { operation, limit: 10 }));
    expect(data.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    for (const statement of [
      `UPDATE review_reports SET content = '{}'`,
      `DELETE FROM review_report_figures`,
      `TRUNCATE review_reports CASCADE`,
    ])
      await expect(hub.superuser(statement)).rejects.toThrow(/append-only/);
    const entries = await hub.superuser<{ detail: { digest: string } }>(
      `SELECT detail FROM evidence_entries WHERE subject_id = $1`,
      [second.id],
    );
    expect(entries.map(({ detail }) => detail.digest)).toEqual([second.digest]);
  });

  it('are printed alike each time, with every figure of the tables', async () => {
    const view = await read(second.id, 'own');
    const printed = printedReview(view);
    const bytes = await reviewPdf(printed);
    expect(bytes.equals(await reviewPdf(printed))).toBe(true);
    const pdf = bytes.toString('latin1');
    for (const mark of ['%PDF-', '/StructTreeRoot', '/MarkInfo']) expect(pdf).toContain(mark);
    const html = await reviewHtml(printed);
    expect(html).toContain('<td>services_provided</td>');
    expect(html).toMatch(/<svg aria-hidden="true"/);
    expect(html).not.toMatch(/<script|<style|style=|xlink:href/);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const lines = reviewCsv(view).split('\r\n');
    expect(lines).toContain('"responses","responses","1","Recipients","released.recipients",,"121","141"');
    const all = view.sections.flatMap(({ tables }) => tables.flatMap((table) => table.rows.flat()));
    expect(lines).toHaveLength(all.length + 2);
  });
});
