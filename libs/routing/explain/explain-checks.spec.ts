import { loadOperationText, type Operation } from '#directory';
import { HubError } from '#kernel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { route } from '../domain/route';
import { compareDecisions } from './compare-decisions';
import type { RoutingQuestion } from './routing-question';
import { readDefinition } from './read-definition';
import { kindsOf, unknownCodes } from './unknown-codes';

const text = readFileSync(join(__dirname, '../../../config/operations/afghanistan.yaml'), 'utf8');
const afghanistan = loadOperationText('afghanistan.yaml', text);

const question: RoutingQuestion = {
  operation: 'afghanistan',
  kind: 'referral',
  facts: { services: ['legal'], minor: 'no', priority: 'normal' },
  consent: { given: 'yes', purposes: ['assistance'] },
};

function errorOf(act: () => unknown): HubError {
  try {
    act();
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the codes of a question', () => {
  it('are known where the operation names them', () => {
    expect(unknownCodes({ ...question, to: ['iom'], kind: 'minutes' }, afghanistan)).toEqual([]);
    expect(kindsOf(afghanistan)).toContain('accountability-notice');
  });

  it.each([
    ['/kind', { kind: 'referal' }, 'referral'],
    ['/to/1', { to: ['iom', 'unmik'] }, 'aihrc'],
    ['/consent/recipients/0', { consent: { ...question.consent!, recipients: ['unicorn'] } }, 'unicef'],
    [
      '/consent/grants/1/recipients/0',
      { consent: { ...question.consent!, grants: [{ purposes: [] }, { purposes: [], recipients: ['unicorn'] }] } },
      'unicef',
    ],
    ['/exceptions/0/body', { exceptions: [{ body: 'unmik', groups: [] }] }, 'aihrc'],
    ['/capacities/0/body', { capacities: [{ body: 'unmik', service: 'legal', status: 'open' } as const] }, 'aihrc'],
  ])('are refused at %s with the known ones', (pointer, over, known) => {
    const [problem, ...more] = unknownCodes({ ...question, ...over }, afghanistan);
    expect(more).toEqual([]);
    expect(problem?.pointer).toBe(pointer);
    expect(problem?.message).toContain(known);
  });
});

describe('a proposed operation file', () => {
  it('is read as the file in config/operations is', () => {
    expect(readDefinition('afghanistan', text)).toEqual(afghanistan);
  });

  it('is refused with line, column, reason and fix of every problem', () => {
    const broken = text.replace(
      '[womens-services] }\n    then: { include: [unama-gender-advisor]',
      '[womens-services] }\n    then: { include: [nobody]',
    );
    const line = broken.slice(0, broken.indexOf('include: [nobody]')).split('\n').length;
    const { errors } = errorOf(() => readDefinition('afghanistan', broken));
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([['/definition', 'operation_file']]);
    expect(errors[0]?.message).toMatch(new RegExp(`^${line}:\\d+ .+ Fix: .+`));
  });

  it.each([
    ['of another operation', text.replace('id: afghanistan', 'id: elsewhere')],
    ['with an alias that leads nowhere', `${text}\nmore: *nowhere\n`],
    [
      'with aliases that multiply',
      `a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`,
    ],
    ['of lists in lists without end', `a: ${'['.repeat(60_000)}`],
    ['that is no map', 'just a sentence'],
    ['that is empty', ' '],
  ])('%s is refused, not a fault', (_what, definition) => {
    expect(errorOf(() => readDefinition('afghanistan', definition)).code).toBe('invalid_input');
  });
});

describe('two sets of rules compared', () => {
  const at = new Date('2026-06-01T00:00:00Z');
  const { kind, facts } = question;
  const under = (operation: Operation) => ({
    operation,
    result: route({ kind, facts, operation, sender: 'isaf-hq', consent: question.consent!, at }),
  });
  const changed = (from: string, to: string) => {
    if (!text.includes(from)) throw new Error(`The file holds no "${from}".`);
    return compareDecisions(under(afghanistan), under(loadOperationText('afghanistan.yaml', text.replace(from, to))));
  };

  it('do not differ where only a title does', () => {
    expect(changed('title: Legal help is asked', 'title: Legal aid is asked')).toEqual([]);
  });

  it('name a body that receives more, with the rule', () => {
    expect(changed('include: [aihrc], as: action', 'include: [aihrc, unama-hru], as: action')).toEqual([
      expect.objectContaining({
        organisation: 'unama-hru',
        before: { outcome: 'not_concerned', capacity: null, profile: null, groups: [] },
        after: expect.objectContaining({ outcome: 'recipient', capacity: 'action' }) as unknown,
        reasons: [expect.objectContaining({ rule: 'AFG-R5', provision: 'AFG-P4' })],
      }),
    ]);
  });

  it('do not differ in what consent keeps from both', () => {
    const grants = [{ purposes: ['assistance'], groups: ['case', 'request'] }] as const;
    const partly = (operation: Operation) => ({
      result: route({ kind, facts, operation, sender: 'isaf-hq', consent: { ...question.consent!, grants }, at }),
    });
    const narrower = text.replace(
      'groups: [case, identity, demographics, contact, trafficking, palermo, request, consent]',
      'groups: [case, request]',
    );
    expect(compareDecisions(partly(afghanistan), partly(loadOperationText('afghanistan.yaml', narrower)))).toEqual([]);
  });

  it('differ where a profile of the same name shows more', () => {
    const [change] = changed(
      'groups: [case, identity, demographics, contact, trafficking, palermo, request, consent]',
      'groups: [case, request]',
    );
    expect([change?.organisation, change?.after?.groups]).toEqual(['aihrc', ['case', 'request']]);
  });
});
