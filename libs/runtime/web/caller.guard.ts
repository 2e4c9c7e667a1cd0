import { createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { HubError, type Clock } from '#kernel';
import { KeyFinder, authenticate, noteUse, type Caller } from '#identity';
import type { ApiDatabase } from '#platform/database';
import { PERMISSION, type Permission } from './permission';

interface CallerRequest {
  headers: Record<string, string | string[] | undefined>;
  caller?: Caller;
}

/** Finds out who calls, and whether the key may do what the route does. Refuses unless granted. */
export class CallerGuard implements CanActivate {
  private readonly keys: KeyFinder;

  constructor(
    private readonly reflector: Reflector,
    private readonly database: ApiDatabase,
    private readonly clock: Clock,
  ) {
    this.keys = new KeyFinder(database);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === 'public') return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const { authorization } = request.headers;
    const caller = await authenticate(
      this.keys,
      this.clock,
      typeof authorization === 'string' ? authorization : undefined,
    );
    if (permission === undefined || (permission !== 'any-key' && !caller.scopes.includes(permission)))
      throw new HubError('forbidden', `This key lacks the scope "${permission ?? 'none'}". Use a key that has it.`);
    request.caller = caller;
    // Worth knowing, not worth refusing a request for.
    await noteUse(this.database, this.clock, caller).catch(() => undefined);
    return true;
  }
}

/** The body that sends the request. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Error('a route that asks for its caller must not be public');
  return caller;
});
