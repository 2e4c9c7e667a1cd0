import type { HeldRole, Role } from '#identity';
import type { Uuid } from '#kernel';
import { addPerson } from './add-person';
import { BrowserTab } from './browser-tab';
import { codeOf, enrol } from './enrol';
import type { HubDatabase } from './hub-database';

const MINUTE = 60_000;

/** Somebody who is signed in, and can show their second factor again. */
export interface ProvingPerson {
  readonly tab: BrowserTab;
  readonly id: Uuid;
  readonly email: string;
  readonly prove: () => Promise<void>;
  /** Days went by, and the session with them. */
  readonly signInAgain: () => Promise<void>;
}

/** Somebody with these roles in all of their body's operations, or where they say, signed in with a second factor. */
export async function provingPerson(
  hub: HubDatabase,
  url: string,
  slug: string,
  name: string,
  ...roles: readonly (Role | HeldRole)[]
): Promise<ProvingPerson> {
  const held = roles.map((role): HeldRole => (typeof role === 'string' ? { role, operation: null } : role));
  const added = await addPerson(hub, slug, name, held);
  const tab = new BrowserTab(url);
  expect((await tab.signIn(added)).status).toBe(201);
  const { secret } = await enrol(tab, hub.clock);
  // A code is taken once: the next one is half a minute away.
  const nextCode = (): string => {
    hub.clock.advance(MINUTE);
    return codeOf(secret, hub.clock);
  };
  const prove = async () => {
    expect((await tab.call('POST', '/v1/session/step-up', { code: nextCode() })).status).toBe(204);
  };
  const signInAgain = async () => {
    const { organisation, email, password } = added;
    const answer = await tab.call('POST', '/v1/session', { organisation, email, password, code: nextCode() });
    expect(answer.status).toBe(201);
  };
  return { tab, id: added.id, email: added.email, prove, signInAgain };
}
