import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { invalidInput } from '#kernel';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password';

/** Of zxcvbn's scores 0 to 4: guessed offline in more than a hundred million tries. */
const ENOUGH = 3;

let checker: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses what is guessed easily: short ones, common ones, and those made of the person's own name, address or body.
 *
 * @throws HubError `invalid_input`, whose rule is `password_length` or `password_weak`
 */
export async function demandStrongPassword(password: string, about: readonly string[]): Promise<void> {
  if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD)
    throw refused(
      'password_length',
      `A password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters. A few words in a row are easy to remember.`,
    );
  checker ??= loaded();
  const own = about.flatMap((text) => [text, ...text.split(/[\s@.-]+/)]).filter((word) => word.length > 2);
  if ((await checker).check(password, own).score < ENOUGH)
    throw refused('password_weak', 'This is guessed easily. Take more words, and none of your name or address.');
}

/** Some megabytes of words, which no process needs before somebody sets a password. */
async function loaded(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
}

function refused(code: string, message: string): Error {
  return invalidInput([{ pointer: '/password', code, message }]);
}
