import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
  type IDToken,
} from 'openid-client';
import { HubError } from '#kernel';

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly redirectUri: string;
}

/** What ties an answer of the provider to the browser that was sent there; it waits in that browser. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Seconds in which the provider has to answer the hub. */
const DEADLINE = 10;

/** One identity provider: authorization code with PKCE, state and nonce; the signature of its ID token is checked. */
export class OidcClient {
  private configuration: Promise<Configuration> | undefined;

  constructor(private readonly options: OidcOptions) {}

  /** Where to send the browser, and what is to wait in it. @throws HubError `unavailable` */
  async begin(): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
    const pending = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(await this.discovered(), {
      redirect_uri: this.options.redirectUri,
      scope: this.options.scope,
      response_type: 'code',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, pending };
  }

  /**
   * The claims of whoever came back, after all of them were checked: issuer, audience, signature, times, nonce.
   *
   * @param query the query of the address to which the provider sent the browser
   * @throws HubError `sign_in_refused` whatever is wrong with it, `unavailable` when the provider cannot be reached
   */
  async finish(query: string, { state, nonce, verifier }: PendingSignIn): Promise<IDToken> {
    const configuration = await this.discovered();
    try {
      const tokens = await authorizationCodeGrant(configuration, new URL(`${this.options.redirectUri}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims) return claims;
    } catch (error) {
      throw new HubError(
        'sign_in_refused',
        'The sign-in at the identity provider did not come to its end. Begin again.',
        {
          cause: error,
        },
      );
    }
    throw new HubError('sign_in_refused', 'The identity provider did not say who signed in.');
  }

  /** Asked for once; after a failure again. */
  private async discovered(): Promise<Configuration> {
    this.configuration ??= this.discover();
    try {
      return await this.configuration;
    } catch (error) {
      this.configuration = undefined;
      throw new HubError('unavailable', 'The identity provider cannot be reached just now.', { cause: error });
    }
  }

  private discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.options;
    const url = new URL(issuer);
    // Without it the library trusts TLS alone for what comes from the token endpoint.
    const checks = [enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [allowInsecureRequests] : [])];
    return discovery(url, clientId, clientSecret, undefined, { execute: checks, timeout: DEADLINE });
  }
}
