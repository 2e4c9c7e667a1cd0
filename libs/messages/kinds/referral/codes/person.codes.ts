// IOM Human Trafficking Case Data Standard 2.0, CC BY 4.0, no endorsement implied.

/** Gender as the person expresses it (`prs_Gender`). */
export const genders = [
  { code: 'Feminine', label: 'Feminine' },
  { code: 'Masculine', label: 'Masculine' },
  { code: 'TransgenderFeminine', label: 'Transgender Feminine' },
  { code: 'TransgenderMasculine', label: 'Transgender Masculine' },
  { code: 'NonConforming', label: 'Non-Conforming' },
  { code: 'NonSpecifiedUnknown', label: 'Not Specified/Unknown' },
] as const;

/** Marital status (`prs_MaritalStatus`). */
export const maritalStatuses = [
  { code: 'Single', label: 'Single' },
  { code: 'Married', label: 'Married' },
  { code: 'Widowed', label: 'Widowed' },
  { code: 'Divorced', label: 'Divorced' },
  { code: 'Separated', label: 'Separated' },
  { code: 'RegisteredPartnership', label: 'Registered Partnership' },
] as const;

/** Highest level of education, after ISCED 2011 (`prs_HighestLevelOfEducation`). */
export const educationLevels = [
  { code: 'EarlyChildhoodEducation', label: 'Early Childhood Education' },
  { code: 'PrimaryEducation', label: 'Primary Education' },
  { code: 'LowerSecondaryEducation', label: 'Lower Secondary Education' },
  { code: 'UpperSecondaryEducation', label: 'Upper Secondary Education' },
  { code: 'PostSecondaryNonTertiaryEducation', label: 'Post-secondary Non-tertiary Education' },
  { code: 'ShortCycleTertiaryEducation', label: 'Short-cycle Tertiary Education' },
  { code: 'BachelorsOrEquivalentLevel', label: 'Bachelor’s or Equivalent Level' },
  { code: 'MastersOrEquivalentLevel', label: 'Master’s or Equivalent Level' },
  { code: 'DoctoralOrEquivalentLevel', label: 'Doctoral or Equivalent Level' },
] as const;

/** Age bands of the referral form, in completed years; the hub's own list. */
export const ageGroups = [
  { code: '0-5', label: '0–5' },
  { code: '6-11', label: '6–11' },
  { code: '12-14', label: '12–14' },
  { code: '15-17', label: '15–17' },
  { code: '18-24', label: '18–24' },
  { code: '25-59', label: '25–59' },
  { code: '60+', label: '60+' },
  { code: 'unknown', label: 'Unknown' },
] as const;

/** Whether the person is under 18; `presumed` calls for the child procedure too. The hub's own list. */
export const minorStates = [
  { code: 'yes', label: 'Yes' },
  { code: 'no', label: 'No' },
  { code: 'presumed', label: 'Presumed' },
] as const;
