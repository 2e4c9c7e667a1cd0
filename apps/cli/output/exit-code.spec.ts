import { HubApiError, HubUnreachableError } from '#hub-client';
import { CommandLineError } from './command-line-error';
import { exitCodeOf } from './exit-code';

describe('exit codes', () => {
  it.each([
    [400, 3],
    [401, 6],
    [403, 6],
    [404, 4],
    [405, 1],
    [409, 5],
    [412, 5],
    [413, 3],
    [422, 3],
    [428, 5],
    [429, 7],
    [500, 7],
    [503, 7],
  ])('an answer %i ends with %i', (status, code) => {
    expect(exitCodeOf(new HubApiError(status, 'code', 'detail'))).toBe(code);
  });

  it('tells a hub that is away from arguments and files that are wrong', () => {
    expect(exitCodeOf(new HubUnreachableError('http://hub.example', new Error('x')))).toBe(7);
    expect(exitCodeOf(new CommandLineError('wrongArguments', 'x'))).toBe(2);
    expect(exitCodeOf(new CommandLineError('refusedInput', 'x'))).toBe(3);
    expect(exitCodeOf(new TypeError('x'))).toBe(1);
  });
});
