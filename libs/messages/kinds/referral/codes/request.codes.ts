/** What the referring body asks for (inter-agency referral form). */
export const services = [
  { code: 'mental-health-psychosocial', label: 'Mental health and psychosocial support' },
  { code: 'child-support', label: 'Child support' },
  { code: 'family-tracing', label: 'Family tracing' },
  { code: 'womens-services', label: "Women's services" },
  { code: 'disability', label: 'Disability' },
  { code: 'legal', label: 'Legal assistance' },
  { code: 'safe-shelter', label: 'Safe shelter / physical safety' },
  { code: 'core-relief-items', label: 'Core relief items' },
  { code: 'cash', label: 'Cash' },
  { code: 'health-nutrition', label: 'Health / nutrition' },
  { code: 'food', label: 'Food' },
  { code: 'shelter', label: 'Shelter' },
  { code: 'livelihoods-education', label: 'Livelihoods / education' },
  { code: 'protection', label: 'Protection' },
  { code: 'voluntary-return', label: 'Voluntary return' },
  { code: 'investigation', label: 'Investigation' },
  { code: 'other', label: 'Other' },
] as const;

/** Risk to the person as the referring body sees it. */
export const risks = [
  { code: 'low', label: 'Low' },
  { code: 'medium', label: 'Medium' },
  { code: 'high', label: 'High' },
] as const;

/** Priority of a referral; each sets the default time to acknowledge (see the kind's `deadlines`). */
export const priorities = [
  { code: 'emergency', label: 'Emergency' },
  { code: 'urgent', label: 'Urgent' },
  { code: 'normal', label: 'Normal' },
] as const;
