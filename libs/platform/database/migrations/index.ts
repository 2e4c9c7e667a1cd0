import { Roles1790000001000 } from './1790000001000-roles';
import { Directory1790000002000 } from './1790000002000-directory';
import { Identity1790000003000 } from './1790000003000-identity';
import { Messages1790000004000 } from './1790000004000-messages';
import { EvidenceAndOutbox1790000005000 } from './1790000005000-evidence-and-outbox';
import { Delivery1790000006000 } from './1790000006000-delivery';
import { Lifecycle1790000007000 } from './1790000007000-lifecycle';
import { Figures1790000008000 } from './1790000008000-figures';
import { Mail1790000009000 } from './1790000009000-mail';
import { Kinds1790000010000 } from './1790000010000-kinds';
import { Consent1790000011000 } from './1790000011000-consent';
import { Attachments1790000012000 } from './1790000012000-attachments';
import { Tracking1790000013000 } from './1790000013000-tracking';
import { Lists1790000014000 } from './1790000014000-lists';
import { RoomForMoves1790000015000 } from './1790000015000-room-for-moves';
import { Onward1790000016000 } from './1790000016000-onward';
import { WaitingDeliveries1790000017000 } from './1790000017000-waiting-deliveries';
import { EndpointCredentials1790000018000 } from './1790000018000-endpoint-credentials';
import { EncryptedWebhooks1790000019000 } from './1790000019000-encrypted-webhooks';
import { EndpointCare1790000020000 } from './1790000020000-endpoint-care';
import { Retention1790000023000 } from './1790000023000-retention';
import { People1790000024000 } from './1790000024000-people';
import { SignIn1790000025000 } from './1790000025000-sign-in';
import { SecondFactors1790000025100 } from './1790000025100-second-factors';
import { SetUpLinks1790000025200 } from './1790000025200-set-up-links';
import { PersonIdentities1790000025300 } from './1790000025300-person-identities';
import { KeyCare1790000026000 } from './1790000026000-key-care';
import { OAuthClients1790000026100 } from './1790000026100-oauth-clients';
import { KeyStore1790000028000 } from './1790000028000-key-store';
import { Erasure1790000028100 } from './1790000028100-erasure';
import { NarrowWrites1790000029000 } from './1790000029000-narrow-writes';
import { References1790000029100 } from './1790000029100-references';
import { EvidenceLog1790000032000 } from './1790000032000-evidence-log';
import { Meetings1790000033000 } from './1790000033000-meetings';
import { Agendas1790000033100 } from './1790000033100-agendas';
import { Calendars1790000033200 } from './1790000033200-calendars';
import { Minutes1790000033300 } from './1790000033300-minutes';
import { MovesInPlace1790000038000 } from './1790000038000-moves-in-place';
import { HeldToOperations1790000039000 } from './1790000039000-held-to-operations';
import { MeetingLinks1790000040000 } from './1790000040000-meeting-links';
import { FigureReleases1790000041000 } from './1790000041000-figure-releases';
import { BreakGlass1790000042000 } from './1790000042000-break-glass';
import { Oversight1790000042100 } from './1790000042100-oversight';
import { ItemTimer1790000043000 } from './1790000043000-item-timer';
import { OpenForAgendas1790000043100 } from './1790000043100-open-for-agendas';
import { MinutesByMessage1790000043200 } from './1790000043200-minutes-by-message';
import { EvidenceTimestamps1790000044000 } from './1790000044000-evidence-timestamps';
import { ReadingNotices1790000044100 } from './1790000044100-reading-notices';
import { HubState1790000045000 } from './1790000045000-hub-state';
import { RepliesHandedOver1790000045100 } from './1790000045100-replies-handed-over';
import { MakersOfKeys1790000045200 } from './1790000045200-makers-of-keys';
import { SignedRequests1790000045300 } from './1790000045300-signed-requests';
import { SavedFilters1790000045400 } from './1790000045400-saved-filters';
import { Accountability1790000046000 } from './1790000046000-accountability';
import { AllegationRelease1790000046100 } from './1790000046100-allegation-release';
import { Provisions1790000046200 } from './1790000046200-provisions';
import { ReviewReports1790000047000 } from './1790000047000-review-reports';
import { TrainingFigures1790000047100 } from './1790000047100-training-figures';
import { ReleasedTables1790000048000 } from './1790000048000-released-tables';
import { KeptNames1790000049000 } from './1790000049000-kept-names';
import { ProvisionMails1790000049100 } from './1790000049100-provision-mails';
import { ExpectedRows1790000049200 } from './1790000049200-expected-rows';
import { AnswerTallies1790000049300 } from './1790000049300-answer-tallies';

/** All migrations, oldest first. A landed migration is never edited; a change is a new one. */
export const migrations = [
  Roles1790000001000,
  Directory1790000002000,
  Identity1790000003000,
  Messages1790000004000,
  EvidenceAndOutbox1790000005000,
  Delivery1790000006000,
  Lifecycle1790000007000,
  Figures1790000008000,
  Mail1790000009000,
  Kinds1790000010000,
  Consent1790000011000,
  Attachments1790000012000,
  Tracking1790000013000,
  Lists1790000014000,
  RoomForMoves1790000015000,
  Onward1790000016000,
  WaitingDeliveries1790000017000,
  EndpointCredentials1790000018000,
  EncryptedWebhooks1790000019000,
  EndpointCare1790000020000,
  Retention1790000023000,
  People1790000024000,
  SignIn1790000025000,
  SecondFactors1790000025100,
  SetUpLinks1790000025200,
  PersonIdentities1790000025300,
  KeyCare1790000026000,
  OAuthClients1790000026100,
  KeyStore1790000028000,
  Erasure1790000028100,
  NarrowWrites1790000029000,
  References1790000029100,
  EvidenceLog1790000032000,
  Meetings1790000033000,
  Agendas1790000033100,
  Calendars1790000033200,
  Minutes1790000033300,
  MovesInPlace1790000038000,
  HeldToOperations1790000039000,
  MeetingLinks1790000040000,
  FigureReleases1790000041000,
  BreakGlass1790000042000,
  Oversight1790000042100,
  ItemTimer1790000043000,
  OpenForAgendas1790000043100,
  MinutesByMessage1790000043200,
  EvidenceTimestamps1790000044000,
  ReadingNotices1790000044100,
  HubState1790000045000,
  RepliesHandedOver1790000045100,
  MakersOfKeys1790000045200,
  SignedRequests1790000045300,
  SavedFilters1790000045400,
  Accountability1790000046000,
  AllegationRelease1790000046100,
  Provisions1790000046200,
  ReviewReports1790000047000,
  TrainingFigures1790000047100,
  ReleasedTables1790000048000,
  KeptNames1790000049000,
  ProvisionMails1790000049100,
  ExpectedRows1790000049200,
  AnswerTallies1790000049300,
] as const;
