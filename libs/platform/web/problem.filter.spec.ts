import { Readable } from 'node:stream';
import { BadRequestException, ForbiddenException, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { HubError, errorCodes, notFound } from '#kernel';
import { problemTypes, type Problem } from './problem';
import { ProblemFilter } from './problem.filter';

interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly problem: Problem;
  readonly faults: unknown[];
}

async function answerTo(thrown: unknown, raw: Readable = Readable.from([])): Promise<Answered> {
  const faults: unknown[] = [];
  const headers: Record<string, string> = {};
  const answered = { status: 0, body: '' };
  let sent: () => void = () => undefined;
  const sending = new Promise<void>((resolve) => {
    sent = resolve;
  });
  const reply = {
    sent: false,
    status: (code: number) => {
      answered.status = code;
      return reply;
    },
    header: (name: string, value: string) => {
      headers[name] = value;
      return reply;
    },
    send: (body: string) => {
      answered.body = body;
      sent();
    },
  };
  const http = { getResponse: () => reply, getRequest: () => ({ raw }) };
  const host = { switchToHttp: () => http } as unknown as ArgumentsHost;
  new ProblemFilter((error) => faults.push(error)).catch(thrown, host);
  await sending;
  return { status: answered.status, headers, problem: JSON.parse(answered.body) as Problem, faults };
}

describe('a refusal', () => {
  it.each(errorCodes)('%s is problem+json under its own type, never cached', async (code) => {
    const { status, headers, problem } = await answerTo(new HubError(code, 'What, where, and how to mend it.'));
    expect(problem).toMatchObject({
      type: `urn:liaison-hub:problem:${code}`,
      title: problemTypes[code].title,
      status,
      code,
      detail: 'What, where, and how to mend it.',
    });
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  });

  it('shows its problems and extras, and no empty list of problems', async () => {
    const errors = [{ pointer: '/reason', code: 'required', message: 'is needed' }];
    expect((await answerTo(new HubError('invalid_input', 'x', { errors }))).problem.errors).toEqual(errors);
    expect((await answerTo(notFound('referral'))).problem).not.toHaveProperty('errors');
    const { problem } = await answerTo(new HubError('illegal_transition', 'x', { extra: { legal: ['submit'] } }));
    expect(problem['legal']).toEqual(['submit']);
  });

  it('cannot overwrite code or status by an extra', async () => {
    const { problem } = await answerTo(
      new HubError('not_found', 'x', { extra: { status: 200, code: 'ok', type: 'about:blank' } }),
    );
    expect(problem).toMatchObject({ status: 404, code: 'not_found', type: 'urn:liaison-hub:problem:not_found' });
  });

  it('of a large body waits until the sender has sent it, so that the answer is read', async () => {
    const raw = Readable.from([Buffer.alloc(1_000), Buffer.alloc(1_000)]);
    expect((await answerTo(new HubError('body_too_large', 'x'), raw)).status).toBe(413);
    expect(raw.readableEnded).toBe(true);
  });

  it('says how to sign in, and when to come back', async () => {
    expect((await answerTo(new HubError('unauthenticated', 'x'))).headers['www-authenticate']).toMatch(/^Bearer /);
    expect((await answerTo(new HubError('unavailable', 'x'))).headers['retry-after']).toBe('5');
  });
});

describe('an error of the framework', () => {
  it.each([
    [new NotFoundException('Cannot GET /x'), 'not_found'],
    [new BadRequestException('x'), 'malformed_json'],
    [new ForbiddenException('x'), 'forbidden'],
    [{ code: 'FST_ERR_CTP_INVALID_JSON_BODY', statusCode: 400 }, 'malformed_json'],
    [{ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }, 'body_too_large'],
    [{ code: 'FST_REQ_FILE_TOO_LARGE', statusCode: 413 }, 'body_too_large'],
    [{ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }, 'unsupported_media_type'],
    [{ statusCode: 429 }, 'too_many_requests'],
  ])('%j is %s, without its own words', async (thrown, code) => {
    const { problem, faults } = await answerTo(thrown);
    expect(problem.code).toBe(code);
    expect(problem.detail).not.toContain('/x');
    expect(faults).toEqual([]);
  });
});

describe('a fault of the hub', () => {
  it.each([new Error('secret words'), 'secret words', undefined, null, { statusCode: 599, message: 'secret words' }])(
    'is told to the operator and never shown: %p',
    async (thrown) => {
      const { status, problem, faults } = await answerTo(thrown);
      expect([status, problem.code]).toEqual([500, 'internal']);
      expect(JSON.stringify(problem)).not.toContain('secret words');
      expect(faults).toEqual([thrown]);
    },
  );

  it('after the answer began changes nothing', () => {
    const reply = { sent: true, status: jest.fn() };
    const host = { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ArgumentsHost;
    new ProblemFilter(() => undefined).catch(new Error('late'), host);
    expect(reply.status).not.toHaveBeenCalled();
  });
});
