import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, hub } from '../api/client';
import { isRefusal } from '../api/problem';
import { queryClient } from '../api/query-client';

/** Ends the session at the hub, and forgets what the page holds. */
export function useSignOut(): UseMutationResult<void, Error, void> {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      try {
        await answerOf(hub.DELETE('/v1/session', { params: { header: { 'X-Liaison-Hub': 'person' } } }));
      } catch (error) {
        if (!isRefusal(error, 'unauthenticated')) throw error;
      }
    },
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: { why: 'left' } });
      queryClient.clear();
    },
  });
}
