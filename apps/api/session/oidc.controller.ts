import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { signInByOidc, type OidcRules, type OidcClient } from '#identity';
import { HubError, notFound, type Clock } from '#kernel';
import { ApiDatabase } from '#platform/database';
import { CLOCK, Public, noPendingCookie, pendingCookie, pendingOf, sessionCookie, type CallerRequest } from '#runtime';
import type { Reply } from '../http/reply';
import { BeginOidcDoc, FinishOidcDoc, ReadWaysDoc } from './oidc.docs';
import { BeginOidcDto } from './oidc.dto';

/** The identity provider that people may sign in at, when one is configured. */
export class OidcSignIn {
  constructor(
    readonly provider: { readonly name: string; readonly client: OidcClient; readonly rules: OidcRules } | undefined,
  ) {}
}

const SIGN_IN_PAGE = '/console/sign-in';

/** Sign-in at an identity provider. A browser is sent there and comes back: what goes wrong is told by the sign-in page. */
@ApiTags('people')
@Controller('v1/session')
export class OidcController {
  constructor(
    @Inject(OidcSignIn) private readonly oidc: OidcSignIn,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @ReadWaysDoc()
  @Public()
  @Get('ways')
  ways(): { readonly password: true; readonly oidc: string | null } {
    return { password: true, oidc: this.oidc.provider?.name ?? null };
  }

  @BeginOidcDoc()
  @Public()
  @Get('oidc')
  async begin(@Query() { to }: BeginOidcDto, @Res() reply: Reply): Promise<void> {
    const { url, pending } = await this.provider().client.begin();
    reply
      .status(302)
      .header('set-cookie', pendingCookie({ ...pending, to }))
      .header('location', url)
      .send('');
  }

  @FinishOidcDoc()
  @Public()
  @Get('oidc/callback')
  async finish(@Req() request: CallerRequest, @Res() reply: Reply): Promise<void> {
    const { client, rules } = this.provider();
    const pending = pendingOf(request.headers['cookie']);
    const cookies = [noPendingCookie()];
    let location: string;
    try {
      if (!pending) throw new HubError('sign_in_refused', 'No sign-in was begun in this browser.');
      const claims = await client.finish(request.url.split('?')[1] ?? '', pending);
      const { database, clock } = this;
      const agent = request.headers['user-agent']?.toString() ?? '';
      const { token } = await signInByOidc({ database, clock }, rules, { claims, address: request.ip, agent });
      cookies.push(sessionCookie(token));
      location = pending.to;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      location = `${SIGN_IN_PAGE}?problem=${error.code}`;
    }
    for (const cookie of cookies) reply.header('set-cookie', cookie);
    reply.status(303).header('location', location).send('');
  }

  /** @throws HubError `not_found` when none is configured */
  private provider(): NonNullable<OidcSignIn['provider']> {
    const { provider } = this.oidc;
    if (!provider) throw notFound('way to sign in');
    return provider;
  }
}
