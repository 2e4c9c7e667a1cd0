import { fieldGroups, priorityCodes, serviceCodes } from '#directory';
import fc from 'fast-check';
import * as kinds from '../../schema/schema-node';
import { priorities, services } from '../../kinds/referral/codes/request.codes';
import { referralSchema } from '../../kinds/referral/schema';
import { sensitivities, type AnnotatedSchema } from './annotated-schema';
import type { JsonObject, JsonValue } from './json';
import { project } from './project';

const leaf = (group: string, sensitivity = 'P2'): AnnotatedSchema => ({
  type: 'string',
  'x-group': group,
  'x-sensitivity': sensitivity,
});

const schema: AnnotatedSchema = {
  type: 'object',
  properties: {
    code: leaf('case', 'P1'),
    name: { type: 'object', properties: { given: leaf('identity', 'P3'), family: leaf('identity', 'P3') } },
    services: { type: 'array', items: leaf('request') },
    means: { type: 'array', items: { type: 'string' }, 'x-group': 'palermo', 'x-sensitivity': 'P3' },
    events: {
      type: 'array',
      items: { type: 'object', properties: { kind: leaf('trafficking', 'P3'), reportedBy: leaf('contact', 'P4') } },
    },
    child: {
      type: 'object',
      'x-group': 'child',
      'x-sensitivity': 'P3',
      properties: { note: leaf('child', 'P3'), code: leaf('case', 'P1') },
    },
    free: { type: 'object', 'x-group': 'case', 'x-sensitivity': 'P1' },
    unannotated: { type: 'string' },
    halfAnnotated: { type: 'string', 'x-group': 'case' },
    misspelt: leaf('Case', 'P1'),
    'a/b~c': leaf('case', 'P1'),
  },
};

const whole: JsonObject = {
  code: 'X-1',
  name: { given: 'Given', family: 'Family' },
  services: ['legal', 'food'],
  means: ['fraud'],
  events: [{ kind: 'Transit', reportedBy: 'desk' }, { reportedBy: 'desk' }, { kind: 'Arrival' }],
  child: { note: 'note', code: 'X-1' },
};

describe('project', () => {
  it('releases what lies in the groups and lists both parts by pointer', () => {
    expect(project(whole, schema, ['case', 'request', 'trafficking'])).toEqual({
      body: { code: 'X-1', services: ['legal', 'food'], events: [{ kind: 'Transit' }, { kind: 'Arrival' }] },
      released: ['/code', '/services', '/events/0/kind', '/events/2/kind'],
      withheld: [
        { pointer: '/name/given', group: 'identity', sensitivity: 'P3' },
        { pointer: '/name/family', group: 'identity', sensitivity: 'P3' },
        { pointer: '/means', group: 'palermo', sensitivity: 'P3' },
        { pointer: '/events/0/reportedBy', group: 'contact', sensitivity: 'P4' },
        { pointer: '/events/1/reportedBy', group: 'contact', sensitivity: 'P4' },
        { pointer: '/child', group: 'child', sensitivity: 'P3' },
      ],
    });
  });

  it('releases nothing without groups', () => {
    expect(project(whole, schema, [])).toMatchObject({ body: {}, released: [] });
  });

  it('releases everything that the schema annotates with every group', () => {
    expect(project(whole, schema, fieldGroups)).toMatchObject({ body: whole, withheld: [] });
  });

  it.each(['unannotated', 'halfAnnotated', 'misspelt', 'absentFromTheSchema', 'constructor', 'toString'])(
    'withholds %s: the schema does not say how sensitive it is',
    (name) => {
      const { body, withheld } = project({ [name]: 'value' }, schema, fieldGroups);
      expect(body).toEqual({});
      expect(withheld).toEqual([{ pointer: `/${name}`, group: null, sensitivity: null }]);
    },
  );

  it.each<[string, JsonObject]>([
    ['an object in the place of a value', { code: { secret: 'value' } }],
    ['a list in the place of a value', { code: ['value'] }],
    ['a value in the place of an object', { name: 'value' }],
    ['a value in the place of a list', { events: 'value' }],
    ['an object among plain values', { services: [{ secret: 'value' }] }],
    ['an object without described fields', { free: { secret: 'value' } }],
  ])('withholds %s', (_case, body) => {
    expect(project(body, schema, fieldGroups).body).toEqual({});
  });

  it('escapes pointers as RFC 6901 asks', () => {
    expect(project({ 'a/b~c': 'value' }, schema, ['case']).released).toEqual(['/a~1b~0c']);
  });

  it('is not led to the prototype by a name', () => {
    const body = JSON.parse(
      '{"__proto__": {"code": "polluted"}, "name": {"__proto__": {"given": "polluted"}}}',
    ) as JsonObject;
    const result = project(body, schema, fieldGroups);
    expect(result.body).toEqual({});
    expect(result.withheld.map((field) => field.pointer)).toEqual(['/__proto__', '/name/__proto__']);
    expect(({} as Record<string, unknown>)['code']).toBeUndefined();
  });

  it('does not take a field from what a body inherits', () => {
    const body = Object.create({ code: 'inherited' }) as JsonObject;
    expect(project(body, schema, ['case'])).toEqual({ body: {}, released: [], withheld: [] });
  });

  it('does not take an annotation from what a schema inherits', () => {
    const inherited = Object.create(leaf('case', 'P1')) as AnnotatedSchema;
    expect(project({ code: 'X-1' }, { properties: { code: inherited } }, ['case']).body).toEqual({});
  });

  it('changes nothing in the given body and shares nothing with it', () => {
    const before = JSON.stringify(whole);
    const { body } = project(whole, schema, fieldGroups);
    (body['services'] as string[]).push('cash');
    expect(JSON.stringify(whole)).toBe(before);
  });

  it('never lets a value out of its groups, whatever the body and the groups', () => {
    fc.assert(
      fc.property(bodies, fc.subarray([...fieldGroups]), (body, groups) => {
        const snapshot = JSON.stringify(body);
        const result = project(body, schema, groups);
        const allowed = new Set<string>(groups);
        for (const value of plainValues(result.body)) expect(allowed).toContain(value.split('!')[0]);
        expect(JSON.stringify(body)).toBe(snapshot);
        expect(project(body, schema, [...groups].reverse())).toEqual(result);
      }),
      { numRuns: 3_000 },
    );
  });

  it('releases or withholds each field once, and only what was there', () => {
    fc.assert(
      fc.property(bodies, fc.subarray([...fieldGroups]), (body, groups) => {
        const { released, withheld } = project(body, schema, groups);
        const pointers = [...released, ...withheld.map((field) => field.pointer)];
        expect(new Set(pointers).size).toBe(pointers.length);
        for (const field of withheld) expect(groups).not.toContain(field.group);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the codes of release', () => {
  it('are those of the referral kind', () => {
    expect(kinds.leafGroups).toEqual([...fieldGroups, 'sender-only']);
    expect(services.map((each) => each.code)).toEqual(serviceCodes);
    expect(priorities.map((each) => each.code)).toEqual(priorityCodes);
    expect(sensitivities).toHaveLength(5);
  });

  it('let the schema of a referral be projected', () => {
    const body = { person: { caseCode: 'X-1', isMinor: 'no', name: { given: 'Given' } } };
    expect(project(body, referralSchema, ['case']).body).toEqual({ person: { caseCode: 'X-1' } });
  });
});

/** Values carry the group of the only field that may release them, before the "!". */
const secret = (group: string): fc.Arbitrary<JsonValue> =>
  fc.string({ maxLength: 4 }).map((text) => `${group}!${text}`);
const junk: fc.Arbitrary<JsonValue> = fc.oneof(
  secret('none'),
  fc.array(secret('none'), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('code', '__proto__', 'given', 'note', 'x'), secret('none'), { maxKeys: 3 }),
);
const fields = fc.record<JsonObject>(
  {
    code: secret('case'),
    name: fc.record({ given: secret('identity'), family: secret('identity') }, { requiredKeys: [] }),
    services: fc.array(secret('request'), { maxLength: 3 }),
    means: fc.array(secret('palermo'), { maxLength: 3 }),
    events: fc.array(fc.record({ kind: secret('trafficking'), reportedBy: secret('contact') }, { requiredKeys: [] }), {
      maxLength: 3,
    }),
    // Needs both groups; the one that the object is annotated with must never be missing.
    child: fc.record({ note: secret('child'), code: secret('child') }, { requiredKeys: [] }),
    free: junk,
    unannotated: junk,
    halfAnnotated: junk,
    misspelt: junk,
  },
  { requiredKeys: [] },
);
const unknownFields = fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'toString', 'extra', 'Code'), junk);
const bodies = fc.tuple(fields, unknownFields).map(([known, unknown]): JsonObject => ({ ...known, ...unknown }));

function plainValues(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value as JsonObject).flatMap(plainValues) : [];
}
