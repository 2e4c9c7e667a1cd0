import { parseRoleMapping, placeOf } from './role-claims';

const mapping = parseRoleMapping(
  JSON.stringify({
    'iom-officers': [
      { organisation: 'iom', role: 'liaison-officer', operation: 'kosovo' },
      { organisation: 'iom', role: 'focal-point' },
    ],
    'iom-auditors': [{ organisation: 'iom', role: 'auditor' }],
    'unhcr-officers': [{ organisation: 'unhcr', role: 'liaison-officer' }],
  }),
);

describe('roles by claim', () => {
  it('add up, each once', () => {
    expect(placeOf(mapping, ['iom-officers', 'other', 'iom-auditors', 'iom-officers'])).toEqual({
      organisation: 'iom',
      roles: [
        { role: 'liaison-officer', operation: 'kosovo' },
        { role: 'focal-point', operation: null },
        { role: 'auditor', operation: null },
      ],
    });
    expect(placeOf(mapping, 'unhcr-officers')).toMatchObject({ organisation: 'unhcr' });
  });

  it.each([undefined, null, [], 'other', ['other'], { 'iom-officers': true }, 7, [['iom-officers']], '__proto__'])(
    'are none by %j',
    (claim) => {
      expect(placeOf(mapping, claim)).toBe('no_role');
    },
  );

  it('are at one body', () => {
    expect(placeOf(mapping, ['iom-officers', 'unhcr-officers'])).toBe('several_bodies');
  });

  it.each([
    'no JSON',
    '[]',
    '{"a": {}}',
    '{"a": [{"role": "auditor"}]}',
    '{"a": [{"organisation": "iom", "role": "superuser"}]}',
    '{"a": [{"organisation": "iom", "role": "auditor", "operation": "A,B"}]}',
    '{"a": [{"organisation": "iom", "role": "auditor", "all": true}]}',
  ])('are not read from %s', (text) => {
    expect(() => parseRoleMapping(text)).toThrow();
  });
});
