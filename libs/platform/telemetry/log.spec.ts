import { HubError } from '#kernel';
import { createLog, describeError, nestLogger, type Log } from './log';

const SECRET = 'Testperson Omega';

/** As pg makes them: a severity, a code, and words that quote what was sent. */
function databaseError(): Error {
  const error = new Error(`invalid input syntax for type uuid: "${SECRET}"`);
  return Object.assign(error, { severity: 'ERROR', code: '22P02', detail: `Key (name)=(${SECRET})`, where: SECRET });
}

function listening(level = 'info'): { log: Log; lines: () => Record<string, unknown>[]; text: () => string } {
  const written: string[] = [];
  const log = createLog('spec', level, { write: (line) => void written.push(line) });
  return {
    log,
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    text: () => written.join(''),
  };
}

describe('a log line', () => {
  it('carries the listed members and leaves out every other', () => {
    const { log, lines } = listening();
    log.info({ route: '/v1/inbox', status: 200, body: SECRET, name: 'x', caller: { slug: SECRET } }, 'answered');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.any(String) as string,
        app: 'spec',
        route: '/v1/inbox',
        status: 200,
        name: 'x',
        msg: 'answered',
      },
    ]);
  });

  it('carries no object under a listed name', () => {
    const { log, lines } = listening();
    log.info({ code: { hidden: SECRET }, count: null }, 'x');
    expect(lines()[0]).toMatchObject({ count: null });
    expect(lines()[0]).not.toHaveProperty('code');
  });

  it.each([
    [
      'the error itself',
      (log: Log) => {
        log.error(databaseError());
      },
    ],
    [
      'the error and words',
      (log: Log) => {
        log.error(databaseError(), 'failed');
      },
    ],
    [
      'as err',
      (log: Log) => {
        log.error({ err: databaseError() });
      },
    ],
    [
      'as error',
      (log: Log) => {
        log.error({ error: databaseError() }, 'failed');
      },
    ],
    [
      'described',
      (log: Log) => {
        log.error(describeError(databaseError()), 'failed');
      },
    ],
    [
      'by Nest',
      (log: Log) => {
        nestLogger(log).error(databaseError(), 'stack', 'RpcExceptionsHandler');
      },
    ],
    [
      'by Nest as a warning',
      (log: Log) => {
        nestLogger(log).warn(databaseError());
      },
    ],
  ])('never quotes the values in an error of the database: %s', (_, say) => {
    const { log, lines, text } = listening();
    say(log);
    expect(lines()).toHaveLength(1);
    expect(text()).toContain('22P02');
    expect(text()).not.toContain(SECRET);
  });

  it('keeps its words when it has no members', () => {
    const { log, lines } = listening();
    log.info('%s of %d', 'one', 2);
    expect(lines()[0]).toMatchObject({ msg: 'one of 2' });
  });

  it('is not written below the level', () => {
    const { log, lines } = listening('warn');
    log.info('x');
    nestLogger(log).log('y');
    expect(lines()).toEqual([]);
  });
});

describe('an error described', () => {
  it('has its name, words and stack without the words', () => {
    const described = describeError(new TypeError('no such thing'));
    expect(described['fault']).toBe('TypeError: no such thing');
    expect(described['stack']).toMatch(/^\s+at .*log\.spec/);
    expect(described['stack']).not.toContain('no such thing');
  });

  it('has its code, and its cause without values', () => {
    const described = describeError(new HubError('unavailable', 'Send it again.', { cause: databaseError() }));
    expect(described).toMatchObject({ code: 'unavailable', name: 'database error 22P02' });
  });

  it.each([undefined, null, SECRET, { secret: SECRET }])('that is none says so and no more: %j', (thrown) => {
    expect(describeError(thrown)).toEqual({ fault: 'a thrown value that is no Error' });
  });
});
