import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';

/** Reads again what is of one meeting, and the lists that it is in. */
export async function readMeetingAgain(id: string): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['meeting', id] }), readMeetingsAgain()]);
}

/** Reads the lists again that meetings are in. */
export async function readMeetingsAgain(): Promise<void> {
  await Promise.all(
    ['meetings', 'decisions', 'actions'].map((list) => queryClient.invalidateQueries({ queryKey: [list] })),
  );
}

/** Something that is done to a meeting; it is read again afterwards. */
export function useMeetingAct<Input>(
  id: string,
  act: (input: Input, key: string) => Promise<unknown>,
  onDone: (input: Input) => void,
): ReturnType<typeof useAct<Input, unknown>> {
  return useAct(act, async (_done, input) => {
    onDone(input);
    await readMeetingAgain(id);
  });
}
