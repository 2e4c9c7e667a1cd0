import type { Notice } from './notice-queries';

/** What each act is given: the notice, and where to say that it is done. */
export interface NoticeActProps {
  readonly notice: Notice;
  readonly onTold: (words: string) => void;
}
