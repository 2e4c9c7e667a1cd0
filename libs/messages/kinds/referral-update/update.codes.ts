/** Which part of a case an update tells of. */
export const changedParts = [
  { code: 'person', label: 'Who the person is' },
  { code: 'contact', label: 'How and where the person is reached' },
  { code: 'location', label: 'The person has moved' },
  { code: 'risk', label: 'The risk to the person' },
  { code: 'needs', label: 'What the person needs' },
  { code: 'trafficking', label: 'What is known of the trafficking' },
  { code: 'consent', label: 'What the person agrees to' },
  { code: 'child', label: "A child's procedure" },
  { code: 'status', label: 'Where the case stands' },
] as const;
