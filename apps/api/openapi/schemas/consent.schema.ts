import { fieldGroups, purposes } from '#directory';
import { codesOf, consentQuestions, consentStates, messageStates } from '#messages';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { answer, count, flag, listOf, oneOf, orNull, ref, reference, slug, text, time, uuid } from './schema';
import type { Schema, Schemas } from './schema';

const day = (description: string): Schema => ({ type: 'string', format: 'date', description });

const questionNames = codesOf(consentQuestions);
const questions: Schema = {
  ...answer(
    'The answers to the seven questions of the HTCDS guidance.',
    Object.fromEntries(consentQuestions.map(({ code, label }) => [code, flag(label)])),
    { optional: questionNames },
  ),
};

const summary: Schemas = {
  id: uuid('Id of the record.'),
  operation: slug('The operation.'),
  state: oneOf(['active', 'withdrawn'], 'Whether it stands.'),
  given: oneOf(codesOf(consentStates), 'Whether consent is given.'),
  inForce: flag('Whether anything may be sent on it today: given, not withdrawn, not run out.'),
  date: orNull(day('Day on which it was given.')),
  expires: orNull(day("Last day on which it holds, in the operation's time zone.")),
  grants: listOf(ref('ConsentGrant'), 'What it covers, part by part.'),
  version: count('Number of the version.', 1),
  createdAt: time('When it was recorded.'),
  withdrawnAt: orNull(time('When it was withdrawn.')),
};

const grantExample = { recipients: ['iom', 'unhcr'], purposes: ['assistance', 'protection'] };
const summaryExample = {
  id: exampleIds.consent,
  operation: 'afghanistan',
  state: 'active',
  given: 'yes',
  inForce: true,
  date: '2026-01-20',
  expires: '2027-01-20',
  grants: [grantExample],
  version: 1,
  createdAt: exampleTimes.created,
  withdrawnAt: null,
};
const consentExample = {
  ...summaryExample,
  caseCode: 'AFG-DEMO-001',
  givenBy: 'The person',
  restrictions: null,
  evidence: 'Signed form, folder 12',
  questions: { interview: true, withdrawalInformed: true },
  referrals: [{ id: exampleIds.message, reference: exampleReference, state: 'routed' }],
};

export const consentSchemas: Schemas = {
  ConsentGrant: answer(
    'One part of a consent: which bodies may have which groups of fields, and for what.',
    {
      recipients: listOf(slug('A body.'), 'Bodies that it names. Absent: none in particular.'),
      groups: listOf(oneOf(fieldGroups, 'A group of fields.'), 'Groups that it covers. Absent: all.'),
      purposes: listOf(oneOf(purposes, 'A purpose.'), 'What the data may be used for.'),
      expires: day('Last day on which this part holds. Absent: as long as the consent does.'),
    },
    { optional: ['recipients', 'groups', 'expires'], examples: [grantExample] },
  ),
  ConsentSummary: answer('A consent record in a list: codes and days.', summary, { examples: [summaryExample] }),
  Consent: answer(
    'What a person agreed to, as your body recorded it.',
    {
      ...summary,
      caseCode: orNull(text('The pseudonym of the person; null once it was erased.')),
      givenBy: orNull(text('Who gave it.')),
      restrictions: orNull(text('Restrictions, in words.')),
      evidence: orNull(text('Where the signed form or the recording is kept.')),
      questions: { anyOf: [questions, { type: 'null' }], description: 'Null when none was asked.' },
      referrals: listOf(
        answer('A referral that rests on it.', {
          id: uuid('Id of the referral.'),
          reference,
          state: oneOf(messageStates, 'State of the referral as a whole.'),
        }),
        'Your referrals that rest on it, oldest first.',
      ),
    },
    { examples: [consentExample] },
  ),
  ConsentWithdrawn: answer(
    'What became of a withdrawal.',
    {
      consent: ref('Consent'),
      referrals: listOf(ref('ReferralSummary'), 'Every referral that was taken back, as it stands now.'),
    },
    {
      examples: [
        {
          consent: {
            ...consentExample,
            state: 'withdrawn',
            inForce: false,
            version: 2,
            withdrawnAt: exampleTimes.decided,
            referrals: [],
          },
          referrals: [],
        },
      ],
    },
  ),
};
