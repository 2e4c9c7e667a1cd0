import { Secret, TOTP } from 'otpauth';
import type { Clock } from '#kernel';
import type { BrowserTab } from './browser-tab';

/** The code that an authenticator app shows at the spec's time. */
export function codeOf(secret: string, clock: Clock): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });
}

/** Enrols a second factor as whoever is signed in does it: the session has shown one then. */
export async function enrol(tab: BrowserTab, clock: Clock): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await tab.call<{ secret: string }>('POST', '/v1/session/second-factor');
  const { secret } = begun.body;
  const confirmed = await tab.call<{ recoveryCodes: string[] }>('POST', '/v1/session/second-factor/confirm', {
    code: codeOf(secret, clock),
  });
  expect([begun.status, confirmed.status]).toEqual([201, 201]);
  return { secret, recoveryCodes: confirmed.body.recoveryCodes };
}
