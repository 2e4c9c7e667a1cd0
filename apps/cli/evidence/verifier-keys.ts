import { readFileSync } from 'node:fs';
import { verifierKey, type VerifierKey } from '#evidence-log';
import { CommandLineError } from '../output/command-line-error';

/** Takes an option that may be given several times. */
export const listed = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
];

/** A verifier key as it was given: itself, or a file that holds it. @throws CommandLineError */
export function keyOf(given: string): VerifierKey {
  const text = given.includes('+') ? given : textOf(given).trim();
  try {
    return verifierKey(text);
  } catch {
    throw new CommandLineError(
      'wrongArguments',
      'A verifier key has the form name+0123abcd+base64, as the hub publishes it.',
    );
  }
}

/** @throws CommandLineError */
export function textOf(file: string): string {
  return bytesOf(file).toString('utf8');
}

/** @throws CommandLineError */
export function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CommandLineError('wrongArguments', `${file} cannot be read: ${(error as Error).message}`);
  }
}
