import { hash, verify } from '@node-rs/argon2';
import { invalidInput } from '#kernel';

/** What a password is at least, and at most: characters. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** argon2id with 19 MiB, two passes and one lane: the first choice of OWASP's Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password as it is kept: argon2id, with its own salt and its cost in front. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD)
    throw invalidInput([
      {
        pointer: '/password',
        code: 'password_length',
        message: `A password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters. A few words in a row are easy to remember.`,
      },
    ]);
  return hash(normal(password), COST);
}

/** Verifying against this takes as long as against a real one. Made of random bytes that nobody knows: no password is it. */
export const NO_PASSWORD =
  '$argon2id$v=19$m=19456,t=2,p=1$peYp3gHv+G/SqrgQnbRUmQ$rMdD28fmeqGgPWPOJG7eot7AlhQbSD/gGUzu0VcCE4E';

/** Whether a password is the one that a hash was made of. Without a hash it takes as long, and is not. */
export async function isPassword(password: string, kept: string | undefined): Promise<boolean> {
  const right = await verify(kept ?? NO_PASSWORD, normal(password.slice(0, LONGEST_PASSWORD + 1)));
  return right && kept !== undefined;
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
