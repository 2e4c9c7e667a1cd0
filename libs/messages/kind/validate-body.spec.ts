import fc from 'fast-check';
import { kind as referralKind } from '../kinds/referral';
import { schemaLeaves } from '../schema/schema-leaves';
import type { SchemaNode } from '../schema/schema-node';
import { validateReferralBody } from '../kinds/referral/validate';

const minimal = {
  person: { caseCode: 'AFG-TEST-1', isMinor: 'no' },
  request: { services: ['legal'], reason: 'Other', risk: 'low' },
  consent: { given: 'yes', purposes: ['assistance'] },
} as const;

/** Random values that fit a schema node, so that schema, validator and annotations are exercised together. */
function fitting(node: SchemaNode): fc.Arbitrary<unknown> {
  switch (node.type) {
    case 'object': {
      const model = Object.fromEntries(Object.entries(node.properties).map(([name, child]) => [name, fitting(child)]));
      return fc.record(model, { requiredKeys: [...(node.required ?? [])] });
    }
    case 'array':
      return fc.uniqueArray(fitting(node.items), {
        minLength: node.minItems ?? 0,
        maxLength: Math.min(node.maxItems, 3),
        selector: (item) => JSON.stringify(item),
      });
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: node.minimum!, max: node.maximum! });
    case 'string':
      if (node.enum) return fc.constantFrom(...node.enum);
      if (node.format === 'date') return fc.constantFrom('1999-12-31', '2012-02-29');
      if (node.format === 'email') return fc.constant('desk@example.org');
      if (node.minLength === 1) return fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter(printable);
      return fc.constantFrom('123456').map((text) => (new RegExp(node.pattern!, 'u').test(text) ? text : 'abc'));
  }
}

const printable = (text: string): boolean => !/\p{Cc}/u.test(text) && text.length <= 20;

describe('validateBody', () => {
  it('accepts the least that a referral needs', () => {
    expect(validateReferralBody(minimal)).toEqual([]);
  });

  it('accepts whatever fits the schema, but for contradictions', () => {
    fc.assert(
      fc.property(fitting(referralKind.schema), (body) => {
        const codes = validateReferralBody(body).map((problem) => problem.code);
        expect(codes.filter((code) => code !== 'contradiction')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses any value that is not a referral, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(validateReferralBody(value).length).toBeGreaterThan(0);
      }),
    );
  });

  it('is not thrown off by properties named like those of Object.prototype', () => {
    const odd = JSON.parse('[{"valueOf":1,"toString":2,"__proto__":{}},{"valueOf":1,"constructor":3}]') as unknown;
    for (const name of ['services', 'note']) {
      expect(validateReferralBody({ ...minimal, request: { ...minimal.request, [name]: odd } })).not.toEqual([]);
    }
    expect(validateReferralBody({ ...minimal, indicators: odd, trafficking: { events: odd } })).not.toEqual([]);
  });

  it('never repeats what was sent in', () => {
    const secret = 'Zaphod-Beeblebrox';
    const marked = fc.constantFrom<unknown>(secret, [secret], { [secret]: secret });
    const field = fc.constantFrom('isMinor', 'gender', 'birthDate', 'citizenships', 'name', secret);
    fc.assert(
      fc.property(field, marked, (name, value) => {
        const problems = validateReferralBody({ ...minimal, person: { ...minimal.person, [name]: value } });
        expect(problems.length).toBeGreaterThan(0);
        expect(JSON.stringify(problems)).not.toContain(secret);
      }),
    );
  });

  it('points at the missing field', () => {
    const problems = validateReferralBody({ ...minimal, request: { services: ['legal'], reason: 'Other' } });
    expect(problems).toEqual([
      { pointer: '/body/request/risk', code: 'missing', message: 'This field is required; add it.' },
    ]);
  });

  it.each([
    ['2021-02-29', 1],
    ['2020-02-29', 0],
    ['29.02.2020', 1],
    ['1370-13-01', 1],
  ])('takes %s for a date or not', (birthDate, expected) => {
    expect(validateReferralBody({ ...minimal, person: { ...minimal.person, birthDate } })).toHaveLength(expected);
  });

  it.each([
    ['/body/person/isMinor', { ...minimal, person: { ...minimal.person, ageGroup: '12-14' } }],
    ['/body/person/isMinor', { ...minimal, person: { ...minimal.person, isMinor: 'yes', ageGroup: '60+' } }],
    ['/body/consent/purposes', { ...minimal, consent: { given: 'yes', purposes: [] } }],
    [
      '/body/consent/expires',
      { ...minimal, consent: { ...minimal.consent, date: '2026-02-01', expires: '2026-01-01' } },
    ],
  ])('refuses the contradiction at %s', (pointer, body) => {
    expect(validateReferralBody(body)).toEqual([expect.objectContaining({ pointer, code: 'contradiction' })]);
  });

  it('refuses half a surrogate pair and NUL, which the database cannot keep', () => {
    for (const note of ['a\u0000b', 'a\ud800b']) {
      expect(validateReferralBody({ ...minimal, request: { ...minimal.request, note } })).toHaveLength(1);
    }
  });
});

describe('the schema', () => {
  const leaves = schemaLeaves(referralKind.schema);

  it('knows which sensitivity and group each field has', () => {
    const at = new Map(leaves.map((leaf) => [leaf.pointer, leaf]));
    expect(at.get('/person/caseCode')).toMatchObject({ sensitivity: 'P1', group: 'case' });
    expect(at.get('/person/contact/address/street')).toMatchObject({ sensitivity: 'P4', group: 'contact' });
    const trafficking = leaves.filter((leaf) => leaf.pointer.startsWith('/trafficking/'));
    expect(new Set(trafficking.map((leaf) => leaf.sensitivity))).toEqual(new Set(['P3']));
  });

  it('bounds every text and closes every object', () => {
    const walk = (node: SchemaNode): void => {
      if (node.type === 'object') {
        expect(node.additionalProperties).toBe(false);
        Object.values(node.properties).forEach(walk);
      } else if (node.type === 'array') walk(node.items);
      else if (node.type === 'string') expect(node.maxLength).toBeGreaterThan(0);
    };
    walk(referralKind.schema);
    expect(leaves.length).toBeGreaterThan(80);
  });
});
