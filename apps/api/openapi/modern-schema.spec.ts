import { modernSchema } from './modern-schema';

describe('modernSchema', () => {
  it('turns nullable into a type', () => {
    expect(modernSchema({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
  });

  it('turns boolean bounds into numbers, and drops those that are not exclusive', () => {
    expect(modernSchema({ minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false })).toEqual({
      exclusiveMinimum: 1,
      maximum: 9,
    });
  });

  it('turns example into examples, wherever a schema is', () => {
    expect(modernSchema({ properties: { a: { example: 1 } }, items: { example: 2 }, anyOf: [{ example: 3 }] })).toEqual(
      {
        properties: { a: { examples: [1] } },
        items: { examples: [2] },
        anyOf: [{ examples: [3] }],
      },
    );
  });

  it('drops an allOf around one schema', () => {
    expect(modernSchema({ allOf: [{ $ref: '#/a' }], description: 'It.' })).toEqual({ $ref: '#/a', description: 'It.' });
    expect(modernSchema({ allOf: [{ $ref: '#/a' }, {}] })).toEqual({ allOf: [{ $ref: '#/a' }, {}] });
  });

  it('leaves a member alone that is only called like a keyword', () => {
    expect(modernSchema({ properties: { nullable: { type: 'boolean' }, example: { type: 'string' } } })).toEqual({
      properties: { nullable: { type: 'boolean' }, example: { type: 'string' } },
    });
  });
});
