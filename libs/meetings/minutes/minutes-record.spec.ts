import { isBound, recordDigest, renditionFor, salted, type MinutesItem, type MinutesRecord } from './minutes-record';

const item = (note: string, visibleTo: readonly string[] | null): MinutesItem => ({
  ...{ id: note, number: 1, title: 'Item', tag: 'discussion', minutes: 5, presenter: null, state: 'open', carried: 0 },
  ...{ entries: [], total: 0, note, decisions: [], actions: [], visibleTo },
});
const record: MinutesRecord = {
  header: {
    ...{ meeting: 'm', reference: 'AFG-M-2026-000001', operation: 'afghanistan', title: 'Weekly', place: null },
    ...{ timeZone: 'Asia/Kabul', start: '2026-03-25T09:00', startsAt: '2026-03-25T04:30:00.000Z' },
    ...{ openedAt: null, closedAt: null, chair: 'iom', secretary: 'isaf-hq', bodies: ['iom'], attendance: [] },
  },
  approval: { approvedAt: '2026-03-28T08:00:00.000Z', rule: 'all', answers: [] },
  items: salted([item('for all', null), item('for two', ['iom', 'unhcr'])]),
  ...{ number: 1, previous: null },
};

describe('a rendition', () => {
  it('holds what its body may see and binds the whole', () => {
    for (const body of ['iom', 'unicef']) {
      const rendition = renditionFor(record, body);
      expect(rendition.digest).toBe(recordDigest(record));
      expect(isBound(rendition)).toBe(true);
      expect(JSON.stringify(rendition).includes('for two')).toBe(body === 'iom');
    }
  });

  it('is not bound when a word, an item or the place in the chain is another', () => {
    const rendition = renditionFor(record, 'unicef');
    const [first, ...others] = rendition.items;
    if (!first || 'withheld' in first) throw new Error('the first item is for all');
    const changed = { ...first, item: { ...first.item, note: 'for nobody' } };
    expect(isBound({ ...rendition, items: [changed, ...others] })).toBe(false);
    expect(isBound({ ...rendition, items: others })).toBe(false);
    expect(isBound({ ...rendition, number: 2 })).toBe(false);
    expect(isBound({ ...rendition, header: { ...rendition.header, chair: 'unhcr' } })).toBe(false);
  });

  it('gives the same words another digest in another record: what is withheld is not found by trying', () => {
    const [one] = salted([item('yes', [])]);
    const [two] = salted([item('yes', [])]);
    expect(one?.salt).not.toBe(two?.salt);
  });
});
