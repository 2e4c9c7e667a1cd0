import { useMay, useMe } from '../../session/session';
import type { Meeting } from './words';

/** Whether the reader's body runs the meeting, and the reader may; the hub refuses everybody else. */
export function useRuns({ chair, secretary }: Pick<Meeting, 'chair' | 'secretary'>): boolean {
  const { organisation } = useMe();
  return useMay('meetings:manage') && [chair, secretary].includes(organisation);
}
