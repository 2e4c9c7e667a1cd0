import type { RunningHub } from './running-hub';

/** The password that a start of the demo printed once for this address. */
export function printedPassword(hub: RunningHub, email: string): string {
  const [, password] = new RegExp(`^\\s*${email.replaceAll('.', '\\.')}\\s+(\\S+)`, 'm').exec(hub.output()) ?? [];
  if (password === undefined) throw new Error(`the hub printed no password of ${email}`);
  return password;
}
