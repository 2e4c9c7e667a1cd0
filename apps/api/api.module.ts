import { Module } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { systemClock, type Clock } from '#kernel';
import { Directory } from '#directory';
import { ApiDatabase } from '#platform/database';
import { JobClient } from '#platform/queue';
import type { Log } from '#platform/telemetry';
import {
  AUTHENTICATORS,
  AccessTokenAuthenticator,
  ApiActions,
  ApiKeyAuthenticator,
  CLOCK,
  CallerGuard,
  LOG,
  SETTINGS,
  SessionAuthenticator,
  publicUrlOf,
  type Authenticator,
  type Settings,
} from '#runtime';
import { Vault } from '#vault';
import { AcknowledgeController } from './acknowledge/acknowledge.controller';
import { AccessController } from './access/access.controller';
import { AgendaController } from './agenda/agenda.controller';
import { ApiKeysController } from './api-keys/api-keys.controller';
import { OAuthController } from './oauth/oauth.controller';
import { OAuthClientsController } from './oauth-clients/oauth-clients.controller';
import { OwnAttachmentsController } from './attachments/own-attachments.controller';
import { ReceivedAttachmentsController } from './attachments/received-attachments.controller';
import { CapacitiesController } from './capacities/capacities.controller';
import { ConsentsController } from './consents/consents.controller';
import { DirectoryController } from './directory/directory.controller';
import { EvidenceController } from './evidence/evidence.controller';
import { EvidenceLogController } from './evidence/evidence-log.controller';
import { EvidenceWatch } from './evidence/evidence-watch';
import { EventStreams } from './events/event-streams';
import { EventsController } from './events/events.controller';
import { ReceivedExportsController } from './exports/received-exports.controller';
import { SentExportsController } from './exports/sent-exports.controller';
import { FigureReleasesController } from './figures/figure-releases.controller';
import { FiguresController } from './figures/figures.controller';
import { ImportReturnController } from './returns/import-return.controller';
import { RecommendationsController } from './reviews/recommendations.controller';
import { ReviewsController } from './reviews/reviews.controller';
import { HubController } from './hub/hub.controller';
import { InboxController } from './inbox/inbox.controller';
import { RecipientLifecycleController } from './lifecycle/recipient-lifecycle.controller';
import { SenderLifecycleController } from './lifecycle/sender-lifecycle.controller';
import { ImportController } from './referrals/import.controller';
import { CalendarController } from './meetings/calendar.controller';
import { MeetingAgendaController } from './meetings/meeting-agenda.controller';
import { MeetingLinkController } from './meeting-links/meeting-link.controller';
import { MeetingFileController } from './meetings/meeting-file.controller';
import { MeetingMinutesController } from './meetings/meeting-minutes.controller';
import { MeetingRegistersController } from './meetings/meeting-registers.controller';
import { MeetingSeriesController } from './meetings/meeting-series.controller';
import { MeetingsController } from './meetings/meetings.controller';
import { KindsController } from './messages/kinds.controller';
import { MessagesController } from './messages/messages.controller';
import { ReferralsController } from './referrals/referrals.controller';
import { OversightController } from './access/oversight.controller';
import { AccountabilityController } from './accountability/accountability.controller';
import { NoticeFiguresController } from './accountability/notice-figures.controller';
import { BreakGlassController } from './break-glass/break-glass.controller';
import { ErasuresController } from './erasures/erasures.controller';
import { ProvisionsController } from './provisions/provisions.controller';
import { ReturnsController } from './returns/returns.controller';
import { ReleaseExceptionsController } from './release-exceptions/release-exceptions.controller';
import { RoutingRulesController } from './routing-rules/routing-rules.controller';
import { OidcController, OidcSignIn } from './session/oidc.controller';
import { oidcSignIn } from './session/oidc-settings';
import { PeopleController } from './people/people.controller';
import { SetUpController } from './people/set-up.controller';
import { SecondFactorController } from './session/second-factor.controller';
import { SavedFiltersController } from './session/saved-filters.controller';
import { SessionsController } from './session/sessions.controller';
import { SessionController } from './session/session.controller';
import { CatalogueController } from './webhooks/catalogue.controller';
import { CredentialsController } from './webhooks/credentials.controller';
import { DeliveriesController } from './webhooks/deliveries.controller';
import { EndpointCareController } from './webhooks/endpoint-care.controller';
import { KeptDeliveriesController } from './webhooks/kept-deliveries.controller';
import { WebhooksController } from './webhooks/webhooks.controller';

@Module({
  controllers: [
    ImportController,
    SentExportsController,
    ReceivedExportsController,
    ReferralsController,
    SenderLifecycleController,
    RecipientLifecycleController,
    MessagesController,
    KindsController,
    ConsentsController,
    ErasuresController,
    AccountabilityController,
    NoticeFiguresController,
    BreakGlassController,
    OversightController,
    HubController,
    ReleaseExceptionsController,
    InboxController,
    EventsController,
    OwnAttachmentsController,
    ReceivedAttachmentsController,
    WebhooksController,
    CredentialsController,
    EndpointCareController,
    DeliveriesController,
    CatalogueController,
    KeptDeliveriesController,
    ApiKeysController,
    SessionController,
    OAuthClientsController,
    OAuthController,
    SavedFiltersController,
    SessionsController,
    OidcController,
    SetUpController,
    PeopleController,
    SecondFactorController,
    DirectoryController,
    CapacitiesController,
    RoutingRulesController,
    AccessController,
    MeetingSeriesController,
    MeetingsController,
    MeetingAgendaController,
    CalendarController,
    MeetingFileController,
    MeetingMinutesController,
    MeetingRegistersController,
    AgendaController,
    FiguresController,
    FigureReleasesController,
    ReviewsController,
    RecommendationsController,
    ProvisionsController,
    ReturnsController,
    ImportReturnController,
    EvidenceLogController,
    EvidenceController,
    AcknowledgeController,
    MeetingLinkController,
  ],
  providers: [
    {
      provide: APP_GUARD,
      inject: [Reflector, AUTHENTICATORS, CLOCK],
      useFactory: (reflector: Reflector, authenticators: readonly Authenticator[], clock: Clock) =>
        new CallerGuard(reflector, authenticators, clock),
    },
    {
      provide: AUTHENTICATORS,
      inject: [ApiDatabase, CLOCK, SETTINGS],
      useFactory: (database: ApiDatabase, clock: Clock, settings: Settings): readonly Authenticator[] => [
        // What has the shape of a token is read first: any other Authorization header is a key, or nothing.
        new AccessTokenAuthenticator(database, clock, publicUrlOf(settings)),
        new ApiKeyAuthenticator(database, clock),
        new SessionAuthenticator(database, clock, publicUrlOf(settings), settings.signIn.secondFactor === 'required'),
      ],
    },
    { provide: OidcSignIn, inject: [SETTINGS], useFactory: oidcSignIn },
    {
      provide: ApiActions,
      inject: [ApiDatabase, Vault, CLOCK, Directory, JobClient],
      useFactory: (database: ApiDatabase, vault: Vault, clock: Clock, directory: Directory, jobs: JobClient) =>
        new ApiActions(database, vault, clock, directory, jobs),
    },
    {
      provide: EvidenceWatch,
      inject: [ApiDatabase, CLOCK, SETTINGS],
      useFactory: (database: ApiDatabase, clock: Clock, { evidence }: Settings) =>
        new EvidenceWatch(database, clock, evidence.limitSeconds),
    },
    {
      provide: EventStreams,
      inject: [ApiDatabase, LOG, SETTINGS],
      // The ids of lines are given by the machine's clock, so that their times are compared with it too.
      useFactory: (database: ApiDatabase, log: Log, settings: Settings) =>
        new EventStreams({ database, clock: systemClock, log, publicUrl: publicUrlOf(settings) }),
    },
  ],
})
export class ApiModule {}
