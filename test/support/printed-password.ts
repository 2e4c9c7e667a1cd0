/** The password that a start of the demo printed once for this address. */
export function printedPassword(output: string, email: string): string {
  const [, password] = new RegExp(`^\\s*${email.replaceAll('.', '\\.')}\\s+(\\S+)`, 'm').exec(output) ?? [];
  if (password === undefined) throw new Error(`the hub printed no password of ${email}`);
  return password;
}
