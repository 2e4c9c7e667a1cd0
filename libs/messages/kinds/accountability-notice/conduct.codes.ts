/** What personnel of a nation are said to have done. */
export const conducts = [
  { code: 'trafficking', label: 'Trafficking in human beings' },
  { code: 'facilitation', label: 'Facilitating trafficking by others' },
  { code: 'use-of-services', label: 'Use of the services of a victim' },
  { code: 'sexual-exploitation', label: 'Sexual exploitation or abuse' },
  { code: 'forced-labour', label: 'Forced labour, in a contract or otherwise' },
  { code: 'obstruction', label: 'Obstruction of an inquiry, or retaliation' },
  { code: 'other', label: 'Other' },
] as const;

/** Whose conduct a nation answers for. */
export const personnelCategories = [
  { code: 'military', label: 'Military personnel' },
  { code: 'civilian', label: 'Civilian element' },
  { code: 'contractor', label: 'Contractors' },
  { code: 'unknown', label: 'Not known' },
] as const;
