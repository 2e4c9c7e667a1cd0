import { Documented } from '../http/answers';

const referral = { id: 'Id of the referral.' };
const message = { messageId: 'Id of the message.' };

export const CancelDoc = (): MethodDecorator =>
  Documented({
    operationId: 'cancelReferral',
    summary: 'Call a referral off',
    path: referral,
    description: 'Where nobody took it up it ends at once; a body that did is asked to confirm.',
    status: 200,
    answer: 'The referral as it stands now.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const WithdrawConsentDoc = (): MethodDecorator =>
  Documented({
    operationId: 'withdrawConsent',
    summary: 'Tell that the person withdrew consent',
    path: referral,
    description:
      'Nothing more is delivered, the content is withheld from the next request on, and every holder is asked to confirm the recall.',
    status: 200,
    answer: 'The referral as it stands now.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const CloseDoc = (): MethodDecorator =>
  Documented({
    operationId: 'closeReferral',
    summary: 'Close what is finished',
    path: referral,
    status: 200,
    answer: 'The referral as it stands now.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const ReopenDoc = (): MethodDecorator =>
  Documented({
    operationId: 'reopenReferral',
    summary: 'Open again what was closed',
    path: referral,
    status: 200,
    answer: 'The referral as it stands now.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const RerouteDoc = (): MethodDecorator =>
  Documented({
    operationId: 'rerouteReferral',
    summary: 'Ask other bodies after a decline',
    path: referral,
    description:
      'The rules of today decide whether they may receive it; who may not is refused before anything is sent.',
    status: 202,
    answer: 'It is accepted; the new recipients appear once it is routed.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['illegal_transition', 'release_refused'],
  });

export const EnteredInErrorDoc = (): MethodDecorator =>
  Documented({
    operationId: 'enterReferralInError',
    summary: 'Mark a referral that should never have been written',
    path: referral,
    description: 'Possible as long as it reached nobody.',
    status: 200,
    answer: 'The referral as it stands now.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const ConfirmCancelDoc = (): MethodDecorator =>
  Documented({
    operationId: 'confirmCancel',
    summary: 'Confirm that your body stopped after a cancellation',
    path: message,
    status: 200,
    answer: 'The state as kept.',
    schema: 'Confirmed',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const ConfirmRecallDoc = (): MethodDecorator =>
  Documented({
    operationId: 'confirmRecall',
    summary: 'Confirm that your body stopped using what it received',
    path: message,
    status: 200,
    answer: 'The state as kept.',
    schema: 'Confirmed',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const ReferOnwardDoc = (): MethodDecorator =>
  Documented({
    operationId: 'referOnward',
    summary: 'Refer a case that you received onward to other bodies',
    path: message,
    description:
      'Makes and sends a referral of your own in the same thread, with what you may see of the case, and decides yours as ' +
      '`onward_referred`. The consent is checked again. When it is withdrawn, what you referred onward is recalled too.',
    status: 201,
    answer: 'The onward referral: submitted.',
    schema: 'ReferralSummary',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'illegal_transition', 'release_refused'],
  });

export const ReopenReceivedDoc = (): MethodDecorator =>
  Documented({
    operationId: 'reopenReceived',
    summary: 'Take up again what was closed',
    path: message,
    description:
      'Its sender is told. What was called off or recalled before it was closed is reopened by its sender only.',
    status: 200,
    answer: 'The state as kept.',
    schema: 'Confirmed',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const SuggestRecipientsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'suggestRecipients',
    summary: 'List the bodies that could be asked next',
    path: referral,
    description:
      'Who does not have the referral and would receive it by the rules of today, the best declared capacity first. ' +
      'Nothing is sent: re-route it to the one that you choose.',
    status: 200,
    answer: 'The bodies, with the reasons of the rules.',
    schema: 'SuggestedBody',
    list: true,
    problems: ['illegal_transition'],
  });
