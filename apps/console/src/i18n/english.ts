import account from './en/account.json';
import accountability from './en/accountability.json';
import common from './en/common.json';
import endpoints from './en/endpoints.json';
import figures from './en/figures.json';
import filters from './en/filters.json';
import frame from './en/frame.json';
import glass from './en/glass.json';
import hub from './en/hub.json';
import oversight from './en/oversight.json';
import returns from './en/returns.json';
import reviews from './en/reviews.json';
import inbox from './en/inbox.json';
import item from './en/item.json';
import meeting from './en/meeting.json';
import meetings from './en/meetings.json';
import messages from './en/messages.json';
import minutes from './en/minutes.json';
import protection from './en/protection.json';
import provisions from './en/provisions.json';
import proof from './en/proof.json';
import series from './en/series.json';
import referrals from './en/referrals.json';
import signIn from './en/sign-in.json';
import words from './en/words.json';
import write from './en/write.json';

/** Every message, in English: ICU MessageFormat, a file for each part of the console. */
export const english = {
  ...common,
  ...frame,
  ...words,
  ...signIn,
  ...proof,
  ...account,
  ...inbox,
  ...item,
  ...referrals,
  ...write,
  ...endpoints,
  ...figures,
  ...filters,
  ...meetings,
  ...meeting,
  ...messages,
  ...minutes,
  ...series,
  ...protection,
  ...accountability,
  ...provisions,
  ...returns,
  ...reviews,
  ...oversight,
  ...hub,
  ...glass,
};

export type MessageKey = keyof typeof english;
