import { HubApiError } from '#hub-client';
import { problemText } from './problem-text';

const problem = (detail: string, members: Record<string, unknown>): HubApiError =>
  new HubApiError(422, 'invalid_input', detail, undefined, { title: 'The input is not valid', ...members });

describe('problem text', () => {
  it('names the title and every place, without saying one of them twice', () => {
    const errors = [
      { pointer: '/body/person/isMinor', code: 'unknown_code', message: 'Not a code of this list.' },
      { pointer: '', code: 'required', message: 'Needs consent.' },
    ];
    expect(problemText(problem('/body/person/isMinor: Not a code of this list.', { errors }))).toBe(
      [
        'The input is not valid. (invalid_input)',
        '  - /body/person/isMinor: Not a code of this list.',
        '  - (the whole): Needs consent.',
      ].join('\n'),
    );
  });

  it('says what is possible instead, and who is refused by which rule', () => {
    const refused = [{ organisation: 'iom', reasons: [{ rule: 'RULE-1', text: 'Not this one.' }] }];
    expect(problemText(problem('Too late.', { legal: ['close'], refused }))).toBe(
      'The input is not valid. Too late. (invalid_input)\n  - iom: RULE-1: Not this one.\n  Possible now: close',
    );
  });

  it('lets no text steer the terminal', () => {
    expect(problemText(new Error('a\x1b[31mb\u202ec'))).toBe('a\\u001b[31mb\\u202ec');
  });
});
