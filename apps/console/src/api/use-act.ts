import { useRef } from 'react';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { isPassing } from './problem';

/**
 * Something that a person does once. It goes out under one Idempotency-Key until the hub has answered, so that a lost
 * connection leads to a second try and never to a second act; what is then done anew gets a key of its own.
 */
export function useAct<Input, Output>(
  act: (input: Input, idempotencyKey: string) => Promise<Output>,
  onDone?: (output: Output, input: Input) => Promise<void> | void,
): UseMutationResult<Output, Error, Input> {
  const key = useRef<{ readonly key: string; readonly input: string }>(undefined);
  return useMutation({
    mutationFn: (input: Input) => {
      const told = input === undefined ? '' : JSON.stringify(input);
      if (key.current?.input !== told) key.current = { key: crypto.randomUUID(), input: told };
      return act(input, key.current.key);
    },
    retry: (failures, error) => failures < 2 && isPassing(error),
    retryDelay: (failures) => 1_000 * 2 ** failures,
    onSuccess: async (output, input) => {
      key.current = undefined;
      await onDone?.(output, input);
    },
    onError: (error) => {
      if (!isPassing(error)) key.current = undefined;
    },
  });
}
