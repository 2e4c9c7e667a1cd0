import { listAccess } from '#evidence';
import type { Uuid } from '#kernel';
import {
  changeReferral,
  decide,
  exchangeSent,
  openExport,
  exportedRows,
  openOwnAttachment,
  openReceivedAttachment,
  previewReferral,
  readInboxItem,
  readReferral,
  readReferralSummary,
  readTimeline,
  submitReferral,
} from '#referrals';
import { attach } from '#test/attach';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, drain, idOf, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const OTHER = 'unhcr';

describe('who had access', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  const accesses = async (slug: string, subject: Uuid, more: { after?: Uuid; limit?: number } = {}) => {
    const reader = await idOf(hub, slug);
    return hub.as(slug, ({ tx }) => listAccess(tx, reader, { subject, limit: 100, ...more }));
  };
  const seenBy = async (slug: string, subject: Uuid) =>
    (await accesses(slug, subject)).map(({ organisation, way }) => `${organisation} ${way}`);
  const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
    const items: T[] = [];
    for await (const item of source) items.push(item);
    return items;
  };

  it('each look of a sender at content is one, and no look that shows none', async () => {
    const { id } = await draft(hub);
    await hub.as(SENDER, (tools) => readReferral(tools, id));
    await hub.as(SENDER, (tools) => previewReferral(tools, id));
    await hub.as(SENDER, (tools) => exchangeSent(tools, id));
    const opened = await hub.as(SENDER, (tools) => openExport(tools, 'sent', 'csv', { state: 'draft', limit: 100 }));
    expect(opened.ids).toContain(id);
    await all(exportedRows(opened, 'sent', (work) => hub.as(SENDER, work)));
    expect(await seenBy(SENDER, id)).toEqual(Array.from({ length: 4 }, () => `${SENDER} read`));
    // A summary and a timeline without notes show no content; the answer to a change is evidence as the change.
    await hub.as(SENDER, (tools) => readReferralSummary(tools, id));
    await hub.as(SENDER, (tools) => readTimeline(tools, id));
    await hub.as(SENDER, (tools) => changeReferral(tools, id, 1, { priority: 'urgent' }));
    expect(await seenBy(SENDER, id)).toHaveLength(4);
    const ways = await hub.superuser<{ way: string }>(
      `SELECT detail ->> 'way' AS way FROM evidence_entries WHERE subject_id = $1 AND action = 'content.read' ORDER BY id`,
      [id],
    );
    expect(ways.map(({ way }) => way)).toEqual(['view', 'preview', 'exchange', 'export']);
  });

  it('the sender sees the looks of all recipients, a recipient its own, and others nothing', async () => {
    const { id } = await routed(hub, { to: [OTHER] });
    await hub.as(OTHER, (tools) => readInboxItem(tools, id));
    await hub.as(LEAD, (tools) => readInboxItem(tools, id));
    await hub.as(SENDER, (tools) => readReferral(tools, id));
    await hub.as(OTHER, (tools) => readInboxItem(tools, id));
    expect(await seenBy(SENDER, id)).toEqual([`${OTHER} read`, `${LEAD} read`, `${SENDER} read`, `${OTHER} read`]);
    expect(await seenBy(OTHER, id)).toEqual([`${OTHER} read`, `${OTHER} read`]);
    expect(await seenBy(LEAD, id)).toEqual([`${LEAD} read`]);
    expect(await seenBy('aihrc', id)).toEqual([]);
    // Which key it was is shown to the body whose key it is.
    const [theirs, , own] = await accesses(SENDER, id);
    expect([theirs?.key, own?.key]).toEqual([null, (await hub.caller(SENDER)).keyId]);
    expect((await accesses(OTHER, id))[0]?.key).toBe((await hub.caller(OTHER)).keyId);
    const page = await accesses(SENDER, id, { limit: 2 });
    expect(page).toHaveLength(2);
    expect(await accesses(SENDER, id, { after: page[1]!.id })).toHaveLength(2);
  });

  it('a note that a recipient wrote is content: its sender’s look at the timeline is one', async () => {
    const { id } = await routed(hub, { to: [OTHER] });
    await hub.as(OTHER, (tools) =>
      decide(tools, id, { decision: 'declined', reason: 'other', note: 'Fictitious note.' }),
    );
    await hub.as(SENDER, (tools) => readTimeline(tools, id));
    expect(await seenBy(SENDER, id)).toEqual([`${SENDER} read`]);
    expect(await seenBy(OTHER, id)).toEqual([]);
  });

  it('a download of a file is one, of who sent it too', async () => {
    const { id } = await draft(hub, { to: [LEAD] });
    const file = await attach(hub, SENDER, id);
    await all((await openOwnAttachment((work) => hub.as(SENDER, work), id, file.id)).content);
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    await all((await openReceivedAttachment((work) => hub.as(LEAD, work), id, file.id)).content);
    expect(await seenBy(SENDER, id)).toEqual([`${SENDER} attachment`, `${LEAD} attachment`]);
    expect(await seenBy(LEAD, id)).toEqual([`${LEAD} attachment`]);
  });
});
