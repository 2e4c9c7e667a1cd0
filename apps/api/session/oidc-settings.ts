import { OidcClient, parseRoleMapping } from '#identity';
import { publicUrlOf, type Settings } from '#runtime';
import { OidcSignIn } from './oidc.controller';

/** The identity provider as configured; `loadSettings` has seen to it that all is there or nothing. */
export function oidcSignIn(settings: Settings): OidcSignIn {
  const { issuer, clientId, clientSecret, roles, name, scope, rolesClaim, secondFactorAmr } = settings.oidc;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || roles === undefined)
    return new OidcSignIn(undefined);
  const redirectUri = `${publicUrlOf(settings)}/v1/session/oidc/callback`;
  return new OidcSignIn({
    name,
    client: new OidcClient({ issuer, clientId, clientSecret, scope, redirectUri }),
    rules: { rolesClaim, roles: parseRoleMapping(roles), secondFactorAmr: secondFactorAmr.split(',') },
  });
}
