import { useSyncExternalStore } from 'react';

interface Question {
  readonly answer: Promise<boolean>;
  readonly settle: (proved: boolean) => void;
}

let open: Question | undefined;
const listeners = new Set<() => void>();

/** Asks who sits there for their second factor; false when they leave it. Calls that wait share one question. */
export function askForProof(): Promise<boolean> {
  if (!open) {
    let settle: Question['settle'] = () => undefined;
    const answer = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    open = { answer, settle };
    tell();
  }
  return open.answer;
}

export function settleProof(proved: boolean): void {
  open?.settle(proved);
  open = undefined;
  tell();
}

export function useIsProofAsked(): boolean {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => open !== undefined,
  );
}

function tell(): void {
  for (const changed of listeners) changed();
}
