import { planAgenda, type AgendaFacts, type OpenGroup } from './agenda-plan';

const at = new Date('2026-03-24T06:00Z');
const entry = (id: string) => ({
  id,
  reference: `AFG-2026-${id}`,
  messageId: id,
  priority: 'urgent',
  since: '2026-03-20T06:00:00.000Z',
});
const group = (over: Partial<OpenGroup> = {}): OpenGroup => ({
  ...{ reason: 'declined', senderId: 'sender', lateId: 'late', late: 'unhcr', status: 'actual', total: 1 },
  entries: [entry('000001')],
  ...over,
});
const facts = (over: Partial<AgendaFacts> = {}): AgendaFacts => ({
  ...{ at, unapproved: [], actions: [], open: [], returns: [], template: [], leaders: ['lead'], before: new Map() },
  ...over,
});

describe('an agenda', () => {
  it('begins with the last minutes and the previous actions, then what is late by urgency, then what is always there', () => {
    const plan = planAgenda(
      facts({
        unapproved: [{ id: 'm', reference: 'AFG-M-2026-000001' }],
        actions: [{ ...entry('a'), visibleTo: null }],
        open: [group(), group({ reason: 'escalated' }), group({ reason: 'on_hold' })],
        template: [{ title: 'Round of the table', tag: 'information', minutes: 5 }],
      }),
    );
    expect(plan.map(({ title }) => title)).toEqual([
      'Approval of the minutes of AFG-M-2026-000001',
      'Previous action points',
      'Escalated: unhcr',
      'Declined, and asked of nobody else: unhcr',
      'On hold: unhcr',
      'Round of the table',
    ]);
    expect(plan.map(({ position }) => position)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('shows what is late to its two sides and who leads, and an action to who may see it', () => {
    const actions = [
      { ...entry('a'), visibleTo: null },
      { ...entry('b'), visibleTo: ['x', 'y'] },
      { ...entry('c'), visibleTo: ['y', 'x'] },
    ];
    const plan = planAgenda(facts({ open: [group()], actions }));
    expect(plan.map(({ visibleTo, total }) => [visibleTo, total])).toEqual([
      [null, 1],
      [['x', 'y'], 2],
      [['late', 'lead', 'sender'], 1],
    ]);
  });

  it('counts what was carried over, from the day it was first listed', () => {
    const before = new Map([['000001', { carried: 2, firstListed: '2026-03-03T06:00:00.000Z' }]]);
    const [item] = planAgenda(
      facts({ open: [group({ entries: [entry('000001'), entry('000002')], total: 2 })], before }),
    );
    expect(item).toMatchObject({
      carried: 3,
      entries: [
        { carried: 3, firstListed: '2026-03-03T06:00:00.000Z' },
        { carried: 0, firstListed: at.toISOString() },
      ],
    });
  });

  it('puts returns last of what is late, seen by who asks and who is asked', () => {
    const owed = group({ reason: 'return_overdue', late: 'italy', lateId: 'nation' });
    const plan = planAgenda(facts({ open: [group()], returns: [group({ ...owed, reason: 'return_due' }), owed] }));
    expect(plan.map(({ title, reason, visibleTo }) => [title, reason, visibleTo])).toEqual([
      ['Declined, and asked of nobody else: unhcr', 'declined', ['late', 'lead', 'sender']],
      ['Return overdue: italy', 'return_overdue', ['nation', 'sender']],
      ['Return due: italy', 'return_due', ['nation', 'sender']],
    ]);
  });

  it('marks what is no real case', () => {
    expect(planAgenda(facts({ open: [group({ status: 'exercise' })] }))[0]?.title).toMatch(/^EXERCISE: /);
  });
});
