import { createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { HubError, type Clock } from '#kernel';
import { demandFreshFactor, type Caller } from '#identity';
import type { Authenticator, CallerRequest } from './authenticator';
import { STEP_UP } from './step-up';
import { PERMISSION, type RoutePermission } from './permission';

const UNAUTHENTICATED =
  'Send a valid API key as "Authorization: Bearer lh_…", or sign in. Nothing that proves who you are came with the request.';

/** Finds out who calls, and whether they may do what the route does. Refuses unless granted. */
export class CallerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticators: readonly Authenticator[],
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const permission = this.reflector.getAllAndOverride<RoutePermission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === 'public') return true;
    if (permission === undefined) throw new Error('a route names no permission');
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const caller = await this.callerOf(request, permission);
    if (permission !== 'any-key' && !caller.scopes.includes(permission)) throw lacking(caller, permission);
    if (caller.person && this.reflector.get<true | undefined>(STEP_UP, context.getHandler()))
      demandFreshFactor(caller.person, this.clock.now());
    request.caller = caller;
    request.callerNow = () => this.callerOf(request, permission);
    return true;
  }

  private async callerOf(request: CallerRequest, permission: RoutePermission): Promise<Caller> {
    for (const authenticator of this.authenticators) {
      const caller = await authenticator.authenticate(request, permission);
      if (caller) return caller;
    }
    throw new HubError('unauthenticated', UNAUTHENTICATED);
  }
}

function lacking({ person }: Caller, permission: string): HubError {
  return new HubError(
    'forbidden',
    person
      ? `None of your roles allows "${permission}". Ask a focal point of your body for one that does.`
      : `This key lacks the scope "${permission}". Use a key that has it.`,
  );
}

/** Who sends the request. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Error('a route that asks for its caller must not be public');
  return caller;
});

/** Asks again who sends the request, for what goes on after its answer has begun. */
export const CallerNow = createParamDecorator((_: unknown, context: ExecutionContext): (() => Promise<Caller>) => {
  const { callerNow } = context.switchToHttp().getRequest<CallerRequest>();
  if (!callerNow) throw new Error('a route that asks for its caller must not be public');
  return callerNow;
});
