import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isPassing, isRefusal } from '../../api/problem';
import { queryClient } from '../../api/query-client';
import type { Draft } from './draft';
import { restOn, save } from './draft-queries';

/** Milliseconds after the last key before what was written is saved; and before a save that failed is tried again. */
const PAUSE = 1_200;
const AGAIN = 5_000;

export interface Autosave {
  readonly draft: Draft;
  readonly etag: string;
  readonly state: 'saved' | 'saving' | 'unsaved' | 'stale';
  readonly savedAt: string;
  /** Why the hub refused what was written. */
  readonly refusal: unknown;
  readonly change: (draft: Draft) => void;
  /** Saves now; false when it is not saved. */
  readonly flush: () => Promise<boolean>;
  /** Rests the draft on a record of consent, whose words take the place of its own. */
  readonly restOn: (consentId: string) => Promise<void>;
  /** Settles an edit that met another: over the version that is at the hub now. */
  readonly settle: (draft: Draft, etag: string) => void;
}

/** A draft that is kept at the hub while it is written. One save at a time, each over the version before. */
export function useAutosave(id: string, start: { readonly draft: Draft; readonly etag: string }): Autosave {
  const [draft, setDraft] = useState(start.draft);
  const [state, setState] = useState<Autosave['state']>('saved');
  const [savedAt, setSavedAt] = useState(() => new Date().toISOString());
  const [refusal, setRefusal] = useState<unknown>(null);
  const [failures, setFailures] = useState(0);
  const [etag, setEtag] = useState(start.etag);
  const newest = useRef({ draft: start.draft, etag: start.etag, saved: start.draft });
  const running = useRef<Promise<boolean>>(undefined);

  const write = async (): Promise<boolean> => {
    while (newest.current.draft !== newest.current.saved) {
      const { draft: written, etag: over } = newest.current;
      setState('saving');
      try {
        const now = await save(id, written, over);
        newest.current = { ...newest.current, etag: now, saved: written };
        setEtag(now);
        setSavedAt(new Date().toISOString());
        setRefusal(null);
        setFailures(0);
      } catch (error) {
        setState(isRefusal(error, 'stale_version') ? 'stale' : 'unsaved');
        setRefusal(isPassing(error) ? null : error);
        if (isPassing(error)) setFailures((before) => before + 1);
        return false;
      }
    }
    setState('saved');
    await queryClient.invalidateQueries({ queryKey: ['referral', id], refetchType: 'none' });
    return true;
  };
  const flush = (): Promise<boolean> => {
    running.current ??= write().finally(() => {
      running.current = undefined;
    });
    return running.current;
  };
  const flushLater = useEffectEvent(() => void flush());
  useEffect(() => {
    if (newest.current.draft === newest.current.saved) return undefined;
    const timer = setTimeout(flushLater, failures > 0 ? AGAIN : PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [draft, failures]);

  return {
    draft,
    etag,
    state,
    savedAt,
    refusal,
    flush,
    restOn: async (consentId) => {
      const rested = await restOn(id, newest.current.draft, consentId, newest.current.etag);
      newest.current = { ...rested, saved: rested.draft };
      setDraft(rested.draft);
      setEtag(rested.etag);
      await queryClient.invalidateQueries({ queryKey: ['referral', id], refetchType: 'none' });
    },
    change: (changed) => {
      newest.current = { ...newest.current, draft: changed };
      setDraft(changed);
      if (state !== 'stale') setState('unsaved');
    },
    settle: (chosen, over) => {
      newest.current = { ...newest.current, draft: chosen, etag: over };
      setDraft(chosen);
      setEtag(over);
      setRefusal(null);
      void flush();
    },
  };
}
