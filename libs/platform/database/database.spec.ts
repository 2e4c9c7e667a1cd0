import { sqlState } from './database';

describe('sqlState', () => {
  it.each([
    [{ code: '40P01' }, '40P01'],
    [{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    [new Error('Connection terminated unexpectedly'), 'ECONNRESET'],
    [new Error('Client has encountered a connection error and is not queryable'), 'ECONNRESET'],
    [new Error('Client was closed and is not queryable'), 'ECONNRESET'],
    [new Error('timeout exceeded when trying to connect'), 'ECONNRESET'],
    [new Error('anything else'), ''],
    [{ code: 7 }, ''],
    [null, ''],
    [undefined, ''],
    ['40P01', ''],
  ])('of %p is %j', (error, code) => {
    expect(sqlState(error)).toBe(code);
  });
});
