/** Where consent stands. */
export const consentStates = [
  { code: 'yes', label: 'Yes' },
  { code: 'no', label: 'No' },
  { code: 'pending', label: 'Pending' },
] as const;

/** What the person agreed that the data may be used for. Police and security bodies need `investigation`, and their name. */
export const consentPurposes = [
  { code: 'assistance', label: 'Assistance' },
  { code: 'protection', label: 'Protection' },
  { code: 'investigation', label: 'Investigation' },
  { code: 'statistics', label: 'Statistics' },
] as const;

// IOM Human Trafficking Case Data Standard 2.0, CC BY 4.0, no endorsement implied.

/** The seven questions that the standard's guidance on `con_Consent` asks. */
export const consentQuestions = [
  { code: 'interview', label: 'Does the individual consent/assent to the interview?' },
  { code: 'purposeInformed', label: 'Has the individual been informed of the purpose of the interview?' },
  {
    code: 'useInformed',
    label:
      'Has the individual been informed on actual and potential use of the data that will be gathered in the interview?',
  },
  {
    code: 'researchInformed',
    label: 'Has the individual been informed on the use of non-identifying data for research purposes?',
  },
  {
    code: 'accessInformed',
    label: 'Has the individual been informed that they have the right to request personal data at any time?',
  },
  { code: 'storageInformed', label: 'Has the individual been informed about how long the data will be stored?' },
  { code: 'withdrawalInformed', label: 'Has the individual been informed of the process of withdrawing consent?' },
] as const;
