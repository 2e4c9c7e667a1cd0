/**
 * Wraps the keys of the key store with a key that neither the store nor the database holds: a ring of them in a file, or a
 * key service.
 */
export interface KeyProvider {
  /** The version that wraps now, for example `file:2`. */
  current(): Promise<string>;
  /** The version that wrapped it, or undefined when this provider did not. */
  versionOf(wrapped: Buffer): string | undefined;
  wrap(key: Buffer): Promise<Buffer>;
  /** @throws Error when the version is not at hand, or a byte differs. */
  unwrap(wrapped: Buffer): Promise<Buffer>;
}

/** One that wraps, and others that only unwrap what they wrapped before: the way from one provider to another. */
export function wrappingBy(current: KeyProvider, former: readonly KeyProvider[]): KeyProvider {
  const ownerOf = (wrapped: Buffer): KeyProvider | undefined =>
    [current, ...former].find((provider) => provider.versionOf(wrapped) !== undefined);
  return {
    current: () => current.current(),
    versionOf: (wrapped) => ownerOf(wrapped)?.versionOf(wrapped),
    wrap: (key) => current.wrap(key),
    unwrap: async (wrapped) => {
      const owner = ownerOf(wrapped);
      if (!owner) throw new Error('a key was wrapped by something that is not configured here');
      return owner.unwrap(wrapped);
    },
  };
}
