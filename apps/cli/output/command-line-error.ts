/** Something that is wrong before the hub is asked, in words that tell how to mend it. */
export class CommandLineError extends Error {
  constructor(
    readonly kind: 'wrongArguments' | 'refusedInput',
    message: string,
  ) {
    super(message);
    this.name = 'CommandLineError';
  }
}
