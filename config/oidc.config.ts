import { IsNotEmpty, IsOptional, IsUrl, Matches } from 'class-validator';
import { Env } from './load-config';

/** Sign-in at an identity provider (OpenID Connect). Without an issuer there is none. */
export class OidcConfig {
  /** Its issuer, as its discovery document says: https, or http on this machine. */
  @Env('OIDC_ISSUER')
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  issuer?: string;

  /** What the hub is known as there. Its redirect address is PUBLIC_URL/v1/session/oidc/callback. */
  @Env('OIDC_CLIENT_ID')
  @IsOptional()
  @IsNotEmpty()
  clientId?: string;

  /** Give it as a file: OIDC_CLIENT_SECRET_FILE. */
  @Env('OIDC_CLIENT_SECRET')
  @IsOptional()
  @IsNotEmpty()
  clientSecret?: string;

  /** What the sign-in page calls it. */
  @Env('OIDC_NAME')
  @Matches(/^[\p{L}\p{N} .-]{1,40}$/u)
  name = 'Single sign-on';

  @Env('OIDC_SCOPE')
  @Matches(/^openid(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/, { message: '$property must begin with openid' })
  scope = 'openid email profile';

  /** The claim of the ID token whose values `roles` gives a meaning: a text or a list of texts. */
  @Env('OIDC_ROLES_CLAIM')
  @IsNotEmpty()
  rolesClaim = 'groups';

  /** JSON: value of the claim → roles, e.g. {"iom-officers": [{"organisation": "iom", "role": "liaison-officer", "operation": "kosovo"}]}. */
  @Env('OIDC_ROLES')
  @IsOptional()
  @IsNotEmpty()
  roles?: string;

  /** Values of `amr` that tell of a second factor, with commas. */
  @Env('OIDC_SECOND_FACTOR_AMR')
  @Matches(/^[A-Za-z0-9_-]+(?:,[A-Za-z0-9_-]+)*$/)
  secondFactorAmr = 'mfa,otp,hwk';
}
