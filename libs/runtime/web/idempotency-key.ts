import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HubError } from '#kernel';
import type { IdempotentRequest } from '#identity';

const SHAPE = /^[\x21-\x7e]{1,255}$/;

/** What makes a POST safe to repeat: its Idempotency-Key, its route and its body. */
export const Idempotent = createParamDecorator((_: unknown, context: ExecutionContext): IdempotentRequest => {
  const request = context.switchToHttp().getRequest<{
    method: string;
    url: string;
    body: unknown;
    headers: Record<string, string | string[] | undefined>;
  }>();
  const key = request.headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || !SHAPE.test(key)))
    throw new HubError(
      'invalid_input',
      'Idempotency-Key must be 1 to 255 visible ASCII characters, for example a UUID.',
      {
        errors: [
          {
            pointer: '',
            code: 'idempotency_key',
            message: 'header Idempotency-Key: 1 to 255 visible ASCII characters',
          },
        ],
      },
    );
  return { key, route: `${request.method} ${request.url.split('?')[0] ?? ''}`, body: request.body };
});
