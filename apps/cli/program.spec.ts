import { CommanderError, type Command } from 'commander';
import { keySourceOf } from './connection/connect';
import { connectionFlagsOf } from './connection/connection-options';
import { programOf } from './program';
import { questionOf, type ExplainFlags } from './routing/routing-commands';

const ID = '01980000-0000-7000-8000-000000000001';

/** The program, whose commands do nothing but tell what they were given. */
function parsed(...words: string[]): { command: Command; said: string; error?: unknown } {
  const program = programOf('credentials.json', {});
  let said = '';
  let ran: Command = program;
  const silence = (command: Command): void => {
    command.configureOutput({ writeErr: (text) => (said += text), writeOut: () => undefined });
    if (command.commands.length === 0)
      command.action(() => {
        ran = command;
      });
    command.commands.forEach(silence);
  };
  silence(program);
  try {
    program.parse(words, { from: 'user' });
    return { command: ran, said };
  } catch (error) {
    return { command: ran, said, error };
  }
}

describe('arguments', () => {
  it.each([
    ['after the command', ['inbox', 'list', '--output', 'json', '--as', 'iom']],
    ['before the command', ['inbox', '--output', 'json', '--as', 'iom', 'list']],
    ['before the group', ['--output', 'json', '--as', 'iom', 'inbox', 'list']],
  ])('takes the connection %s', (_, words) => {
    expect(connectionFlagsOf(parsed(...words).command)).toEqual({ output: 'json', as: 'iom' });
  });

  it('takes the connection before and after a command that has no group', () => {
    const words = ['--as', 'iom', 'trigger', 'test.ping', '--output', 'json'];
    expect(connectionFlagsOf(parsed(...words).command)).toEqual({ output: 'json', as: 'iom' });
  });

  it('lets what is nearest to the command hold', () => {
    const { command } = parsed('--as', 'iom', 'inbox', 'list', '--as', 'unhcr');
    expect(connectionFlagsOf(command)).toEqual({ as: 'unhcr' });
  });

  it('leaves the demo its own options', () => {
    const { command } = parsed('demo', '--api', 'http://hub.example', '--timeout', '9');
    expect(command.opts()).toMatchObject({ api: 'http://hub.example', timeout: 9 });
    expect(parsed('--timeout', '9', 'demo').said).toContain('put its options after it');
  });

  it.each([
    [['inbox', 'decide', ID, 'maybe'], 'accepted, declined, onward_referred'],
    [['inbox', 'decide', ID, 'declined', '--reason', 'mood'], 'capacity, lack_of_resources'],
    [['inbox', 'progress', ID, 'completed', '--outcome', 'fine'], 'services_provided'],
    [['inbox', 'show', 'AFG-2026-000001'], 'An id has the form'],
    [['inbox', 'list', '--limit', '0'], 'from 1 to 200'],
    [['inbox', 'list', '--api', 'hub.example'], 'An address of a hub'],
    [['routing', 'explain', '--operation', 'kosovo', '--service', 'magic'], 'Codes are: '],
    [['inbox', 'reply', ID, 'answer.json'], '--kind'],
    [['agenda', 'list', '--state', 'late'], 'open, taken, settled'],
    [['capacity', 'list'], '--operation'],
    [['returns', 'coverage'], '--operation'],
    [['returns', 'import', 'figures.csv', ID], 'An id has the form'],
    [['events', 'follow', '--since', 'yesterday'], 'The id of an event'],
    [['listen'], '--forward-to'],
    [['listen', '--forward-to', 'localhost:8080'], 'An address of your receiver'],
    [['listen', '--forward-to', 'http://127.0.0.1:1/', '--events', 'referral.lost'], 'referral.routed'],
    [['trigger', 'referral.lost'], 'referral.routed'],
    [['provisions', 'acknowledge', '--operation', 'kosovo', '--unit', 'staff', 'KOS-P1'], 'KOS-P1@2'],
    [['accountability', 'status', ID, 'forgiven'], 'under_investigation'],
    [['accountability', 'list', '--code', 'six'], 'Six digits'],
    [['--as', 'iom', 'accountability', 'list'], 'put its options after it'],
    [['endpoint', 'recover', ID], '--since'],
    [['endpoint', 'recover', ID, '--since', 'yesterday'], 'A time with its zone'],
    [['endpoint', 'deliveries', ID, '--state', 'lost'], 'pending, held, delivered'],
  ])('refuses %j and says what is right', (words, right) => {
    const { error, said } = parsed(...words);
    expect(error).toBeInstanceOf(CommanderError);
    expect(said).toContain(right);
  });

  it('lists the kinds when nothing else is asked of them', () => {
    expect(parsed('kinds').command.name()).toBe('list');
    expect(connectionFlagsOf(parsed('kinds', '--output', 'json').command)).toEqual({ output: 'json' });
  });

  it('asks the rules what the flags say', () => {
    const words = ['routing', 'explain', '--operation', 'kosovo', '--service', 'legal,protection', '--to', 'iom'];
    const { command } = parsed(...words, '--service', 'legal', '--consent-purpose', 'assistance');
    expect(questionOf(command.opts<ExplainFlags>())).toEqual({
      operation: 'kosovo',
      facts: { services: ['legal', 'protection'], minor: 'no', priority: 'normal' },
      to: ['iom'],
      consent: { given: 'yes', purposes: ['assistance'] },
    });
  });
});

describe('the key', () => {
  it('comes from a flag before it comes from the environment, and from a file before a variable', () => {
    const environment = { HUB_API_KEY: 'lh_a', HUB_API_KEY_FILE: 'key' };
    expect(keySourceOf({ as: 'iom' }, environment)).toEqual({ from: 'credentials', body: 'iom' });
    expect(keySourceOf({}, environment)).toEqual({ from: 'file', file: 'key' });
    expect(keySourceOf({}, { HUB_API_KEY: 'lh_a' })).toEqual({ from: 'text', key: 'lh_a' });
  });

  it('is one', () => {
    expect(() => keySourceOf({}, {})).toThrow('Which body are you?');
    expect(() => keySourceOf({ as: 'iom', key: 'lh_a' }, {})).toThrow('Give one of');
  });
});
