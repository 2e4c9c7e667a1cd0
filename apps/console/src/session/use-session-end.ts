import { useEffect } from 'react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { isRefusal } from '../api/problem';
import { queryClient } from '../api/query-client';

/** When a call is refused because the session ended, the person signs in again and comes back to the same place. */
export function useSessionEnd(): void {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    const leave = (error: unknown): void => {
      if (!isRefusal(error, 'unauthenticated')) return;
      const to = router.state.location.href;
      queryClient.removeQueries({ queryKey: ['me'] });
      void navigate({ to: '/sign-in', search: { to, why: 'ended' } });
    };
    const forgets = [queryClient.getQueryCache(), queryClient.getMutationCache()].map((cache) =>
      cache.subscribe((event) => {
        if (event.type !== 'updated' || !('action' in event) || event.action.type !== 'error') return;
        leave(event.action.error);
      }),
    );
    return () => {
      for (const forget of forgets) forget();
    };
  }, [navigate, router]);
}
