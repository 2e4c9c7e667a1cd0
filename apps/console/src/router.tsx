import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { isRefusal } from './api/problem';
import { queryClient } from './api/query-client';
import { Crashed } from './frame/crashed';
import { Frame } from './frame/frame';
import { homeOf } from './frame/places';
import { NotFound } from './frame/not-found';
import { noticesListedOf } from './pages/accountability/notices-listed';
import { inboxListedOf } from './pages/inbox/inbox-listed';
import { actionsAskedOf, decisionsAskedOf, meetingsAskedOf } from './pages/meetings/asked';
import { messagesListedOf } from './pages/messages/message-queries';
import { subjectOf } from './pages/protection/subject';
import { listedOf } from './pages/referrals/listed';
import { SignInPage } from './pages/sign-in/sign-in-page';
import { meQuery } from './session/me';
import { Loading } from './ui/loaded';

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: Crashed });

// The router keeps what an address says besides: what is not understood has to be undone, not only left out.
interface SignInSearch {
  /** Where to go afterwards: an address of the console. */
  readonly to?: string | undefined;
  readonly why?: 'ended' | 'left' | 'set' | undefined;
  /** What the identity provider's answer came to; the hub leads here with it. */
  readonly problem?: string | undefined;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: ({ to, why, problem }): SignInSearch => ({
    // A page of the console, never an address that somebody else put into a link.
    to: typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : undefined,
    why: why === 'ended' || why === 'left' || why === 'set' ? why : undefined,
    problem: typeof problem === 'string' ? problem : undefined,
  }),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./pages/sign-in/set-up-page'), 'SetUpPage'),
});

/** Every page that shows something of somebody. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Frame,
  beforeLoad: async ({ location }) => {
    try {
      return { me: await queryClient.query({ ...meQuery, staleTime: 'static' }) };
    } catch (error) {
      if (!isRefusal(error, 'unauthenticated')) throw error;
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } });
    }
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: homeOf(context.me) });
  },
});

const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./pages/inbox/inbox-page'), 'InboxPage'),
  validateSearch: inboxListedOf,
});

const inboxItem = createRoute({
  getParentRoute: () => inside,
  path: '/inbox/$messageId',
  component: lazyRouteComponent(() => import('./pages/inbox/item-page'), 'ItemPage'),
});

const referrals = createRoute({
  getParentRoute: () => inside,
  path: '/referrals',
  component: lazyRouteComponent(() => import('./pages/referrals/referrals-page'), 'ReferralsPage'),
  validateSearch: listedOf,
});

const referral = createRoute({
  getParentRoute: () => inside,
  path: '/referrals/$id',
  component: lazyRouteComponent(() => import('./pages/referrals/referral-page'), 'ReferralPage'),
});

const newReferral = createRoute({
  getParentRoute: () => inside,
  path: '/referrals/new',
  component: lazyRouteComponent(() => import('./pages/new-referral/start-page'), 'StartPage'),
});

const importWorkbook = createRoute({
  getParentRoute: () => inside,
  path: '/referrals/import',
  component: lazyRouteComponent(() => import('./pages/new-referral/import-page'), 'ImportPage'),
});

const editReferral = createRoute({
  getParentRoute: () => inside,
  path: '/referrals/$id/edit/$step',
  component: lazyRouteComponent(() => import('./pages/new-referral/edit-page'), 'EditPage'),
});

const messages = createRoute({
  getParentRoute: () => inside,
  path: '/messages',
  component: lazyRouteComponent(() => import('./pages/messages/messages-page'), 'MessagesPage'),
  validateSearch: messagesListedOf,
});

const writeMessage = createRoute({
  getParentRoute: () => inside,
  path: '/messages/new',
  component: lazyRouteComponent(() => import('./pages/messages/write-page'), 'WritePage'),
});

const message = createRoute({
  getParentRoute: () => inside,
  path: '/messages/$id',
  component: lazyRouteComponent(() => import('./pages/messages/message-page'), 'MessagePage'),
});

const endpoints = createRoute({
  getParentRoute: () => inside,
  path: '/endpoints',
  component: lazyRouteComponent(() => import('./pages/endpoints/endpoints-page'), 'EndpointsPage'),
});

const endpoint = createRoute({
  getParentRoute: () => inside,
  path: '/endpoints/$id',
  component: lazyRouteComponent(() => import('./pages/endpoints/endpoint-page'), 'EndpointPage'),
});

const keys = createRoute({
  getParentRoute: () => inside,
  path: '/keys',
  component: lazyRouteComponent(() => import('./pages/endpoints/keys-page'), 'KeysPage'),
});

const figures = createRoute({
  getParentRoute: () => inside,
  path: '/figures',
  component: lazyRouteComponent(() => import('./pages/figures/figures-page'), 'FiguresPage'),
});

const meetings = createRoute({
  getParentRoute: () => inside,
  path: '/meetings',
  component: lazyRouteComponent(() => import('./pages/meetings/meetings-page'), 'MeetingsPage'),
  validateSearch: meetingsAskedOf,
});

const meeting = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/$id',
  component: lazyRouteComponent(() => import('./pages/meetings/meeting-page'), 'MeetingPage'),
});

const callMeeting = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/new',
  component: lazyRouteComponent(() => import('./pages/series/call-page'), 'CallPage'),
});

const seriesList = createRoute({
  getParentRoute: () => inside,
  path: '/series',
  component: lazyRouteComponent(() => import('./pages/series/series-page'), 'SeriesPage'),
});

const newSeries = createRoute({
  getParentRoute: () => inside,
  path: '/series/new',
  component: lazyRouteComponent(() => import('./pages/series/new-series-page'), 'NewSeriesPage'),
});

const series = createRoute({
  getParentRoute: () => inside,
  path: '/series/$id',
  component: lazyRouteComponent(() => import('./pages/series/one-series-page'), 'OneSeriesPage'),
});

const minutes = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/$id/minutes',
  component: lazyRouteComponent(() => import('./pages/meetings/minutes-page'), 'MinutesPage'),
});

const feeds = createRoute({
  getParentRoute: () => inside,
  path: '/feeds',
  component: lazyRouteComponent(() => import('./pages/meetings/feeds-page'), 'FeedsPage'),
});

const decisions = createRoute({
  getParentRoute: () => inside,
  path: '/decisions',
  component: lazyRouteComponent(() => import('./pages/meetings/decisions-page'), 'DecisionsPage'),
  validateSearch: decisionsAskedOf,
});

const actions = createRoute({
  getParentRoute: () => inside,
  path: '/actions',
  component: lazyRouteComponent(() => import('./pages/meetings/actions-page'), 'ActionsPage'),
  validateSearch: actionsAskedOf,
});

const exceptions = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('./pages/exceptions/exceptions-page'), 'ExceptionsPage'),
});

const access = createRoute({
  getParentRoute: () => inside,
  path: '/access',
  component: lazyRouteComponent(() => import('./pages/protection/access-page'), 'AccessPage'),
  validateSearch: ({ subject }): { readonly subject?: string | undefined } => ({
    subject: typeof subject === 'string' ? subjectOf(subject) : undefined,
  }),
});

const breakGlass = createRoute({
  getParentRoute: () => inside,
  path: '/break-glass',
  component: lazyRouteComponent(() => import('./pages/break-glass/break-glass-page'), 'BreakGlassPage'),
  validateSearch: ({ message }): { readonly message?: string | undefined } => ({
    message: typeof message === 'string' ? subjectOf(message) : undefined,
  }),
});

const oversight = createRoute({
  getParentRoute: () => inside,
  path: '/oversight',
  component: lazyRouteComponent(() => import('./pages/oversight/oversight-page'), 'OversightPage'),
});

const returns = createRoute({
  getParentRoute: () => inside,
  path: '/returns',
  component: lazyRouteComponent(() => import('./pages/returns/returns-page'), 'ReturnsPage'),
});

const answerReturn = createRoute({
  getParentRoute: () => inside,
  path: '/returns/answer/$messageId',
  component: lazyRouteComponent(() => import('./pages/returns/answer-page'), 'AnswerPage'),
});

const reviews = createRoute({
  getParentRoute: () => inside,
  path: '/reviews',
  component: lazyRouteComponent(() => import('./pages/reviews/reviews-page'), 'ReviewsPage'),
});

const review = createRoute({
  getParentRoute: () => inside,
  path: '/reviews/$id',
  component: lazyRouteComponent(() => import('./pages/reviews/review-page'), 'ReviewPage'),
});

const notices = createRoute({
  getParentRoute: () => inside,
  path: '/accountability',
  component: lazyRouteComponent(() => import('./pages/accountability/notices-page'), 'NoticesPage'),
  validateSearch: noticesListedOf,
});

const writeNotice = createRoute({
  getParentRoute: () => inside,
  path: '/accountability/new',
  component: lazyRouteComponent(() => import('./pages/accountability/write-notice-page'), 'WriteNoticePage'),
});

const notice = createRoute({
  getParentRoute: () => inside,
  path: '/accountability/$id',
  component: lazyRouteComponent(() => import('./pages/accountability/notice-page'), 'NoticePage'),
});

const noticeCount = createRoute({
  getParentRoute: () => inside,
  path: '/accountability-figures',
  component: lazyRouteComponent(() => import('./pages/accountability/count-page'), 'CountPage'),
});

const provisions = createRoute({
  getParentRoute: () => inside,
  path: '/provisions',
  component: lazyRouteComponent(() => import('./pages/provisions/provisions-page'), 'ProvisionsPage'),
  validateSearch: ({ operation }): { readonly operation?: string | undefined } => ({
    operation: typeof operation === 'string' ? operation : undefined,
  }),
});

const hubState = createRoute({
  getParentRoute: () => inside,
  path: '/hub',
  component: lazyRouteComponent(() => import('./pages/hub/hub-page'), 'HubPage'),
});

const consents = createRoute({
  getParentRoute: () => inside,
  path: '/consents',
  component: lazyRouteComponent(() => import('./pages/protection/consents-page'), 'ConsentsPage'),
});

const erasures = createRoute({
  getParentRoute: () => inside,
  path: '/erasures',
  component: lazyRouteComponent(() => import('./pages/protection/erasures-page'), 'ErasuresPage'),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people-page'), 'PeoplePage'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setUp,
    inside.addChildren([
      home,
      inbox,
      inboxItem,
      referrals,
      referral,
      newReferral,
      importWorkbook,
      editReferral,
      messages,
      writeMessage,
      message,
      endpoints,
      endpoint,
      keys,
      figures,
      meetings,
      meeting,
      callMeeting,
      seriesList,
      newSeries,
      series,
      minutes,
      feeds,
      decisions,
      actions,
      exceptions,
      access,
      breakGlass,
      oversight,
      returns,
      answerReturn,
      reviews,
      review,
      notices,
      writeNotice,
      notice,
      noticeCount,
      provisions,
      hubState,
      consents,
      erasures,
      people,
      account,
    ]),
  ]),
  basepath: '/console',
  defaultPendingComponent: Loading,
  defaultErrorComponent: Crashed,
  defaultNotFoundComponent: NotFound,
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
