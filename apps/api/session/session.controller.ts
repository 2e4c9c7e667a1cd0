import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { endSession, findSession, readOwnSession, signIn, type Caller, type OwnSession } from '#identity';
import { HubError, type Clock } from '#kernel';
import { ApiDatabase } from '#platform/database';
import {
  ApiActions,
  AnyKey,
  CLOCK,
  CurrentCaller,
  Public,
  SETTINGS,
  noSessionCookie,
  publicUrlOf,
  refuseForeignPages,
  sessionCookie,
  sessionTokenOf,
  type CallerRequest,
  type Settings,
} from '#runtime';
import type { Reply } from '../http/reply';
import { ReadMeDoc, SignInDoc, SignOutDoc } from './session.docs';
import { SignInDto } from './session.dto';

/** Signing in and out, and who one is. */
@ApiTags('people')
@Controller('v1')
export class SessionController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @SignInDoc()
  @Public()
  @Post('session')
  async signIn(
    @Body() dto: SignInDto,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<OwnSession> {
    refuseForeignPages(request, publicUrlOf(this.settings));
    const before = sessionTokenOf(request.headers['cookie']);
    const replaces = before === undefined ? undefined : await findSession(this.database, this.clock, before);
    const { organisation, email, password } = dto;
    const { id, personId, organisationId, token } = await signIn(this.database, this.clock, {
      organisation,
      email,
      password,
      address: request.ip,
      agent: request.headers['user-agent']?.toString() ?? '',
      ...(replaces ? { replaces } : {}),
    });
    const me = await this.database.transaction({ kind: 'body', organisationId, person: personId }, (tx) =>
      readOwnSession(tx, this.clock.now(), { id, personId, slug: organisation }),
    );
    reply.header('set-cookie', sessionCookie(token));
    return me;
  }

  @SignOutDoc()
  @AnyKey()
  @Delete('session')
  @HttpCode(204)
  async signOut(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    const { person, organisationId } = caller;
    if (!person) throw new HubError('forbidden', 'A key has no session to end. Whoever issued the key revokes it.');
    await this.actions.run(caller, ({ tx, clock }) =>
      endSession(tx, clock, { id: person.sessionId, personId: person.id, organisationId, reason: 'signed_out' }),
    );
    reply.header('set-cookie', noSessionCookie()).header('clear-site-data', '"cache", "cookies", "storage"');
  }

  @ReadMeDoc()
  @AnyKey()
  @Get('me')
  async me(@CurrentCaller() caller: Caller): Promise<OwnSession | Pick<OwnSession, 'organisation' | 'scopes'>> {
    const { person, slug, scopes } = caller;
    if (!person) return { organisation: slug, scopes };
    return this.actions.run(caller, ({ tx, clock }) =>
      readOwnSession(tx, clock.now(), { id: person.sessionId, personId: person.id, slug }),
    );
  }
}
