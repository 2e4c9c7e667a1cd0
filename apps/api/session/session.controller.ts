import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { endSession, findSession, readOwnSession, signIn, type Caller, type OwnSession } from '#identity';
import type { Clock } from '#kernel';
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
import { Vault } from '#vault';
import type { Reply } from '../http/reply';
import { personOf } from './person-of';
import { ReadMeDoc, SignInDoc, SignOutDoc } from './session.docs';
import { SignInDto } from './session.dto';

/** Signing in and out, and who one is. */
@ApiTags('people')
@Controller('v1')
export class SessionController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(Vault) private readonly vault: Vault,
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
    const { database, clock, vault } = this;
    const { id, personId, organisationId, token } = await signIn(
      { database, clock, vault },
      {
        organisation: dto.organisation,
        email: dto.email,
        password: dto.password,
        ...(dto.code === undefined ? {} : { code: dto.code }),
        address: request.ip,
        agent: request.headers['user-agent']?.toString() ?? '',
        ...(replaces ? { replaces } : {}),
      },
    );
    const me = await this.database.transaction({ kind: 'body', organisationId, person: personId }, (tx) =>
      readOwnSession(tx, this.clock.now(), { id, personId, slug: dto.organisation }),
    );
    reply.header('set-cookie', sessionCookie(token));
    return me;
  }

  @SignOutDoc()
  @AnyKey()
  @Delete('session')
  @HttpCode(204)
  async signOut(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    const { id: personId, sessionId } = personOf(caller);
    const { organisationId } = caller;
    await this.actions.run(caller, ({ tx, clock }) =>
      endSession(tx, clock, { id: sessionId, personId, organisationId, reason: 'signed_out' }),
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
