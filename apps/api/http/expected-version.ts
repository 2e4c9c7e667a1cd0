import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HubError } from '#kernel';

/** The version that the caller saw, from `If-Match: "3"`. @throws HubError `version_required` when it is absent. */
export const ExpectedVersion = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
  const [, version] = /^"(\d{1,9})"$/.exec(headers['if-match']?.trim() ?? '') ?? [];
  if (version === undefined)
    throw new HubError(
      'version_required',
      'Send If-Match with the version you read, in quotes, for example If-Match: "3". It is in the ETag.',
    );
  return Number(version);
});
