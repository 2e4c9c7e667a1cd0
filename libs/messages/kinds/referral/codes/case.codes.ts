// IOM Human Trafficking Case Data Standard 2.0, CC BY 4.0, no endorsement implied.

/** Where the case stands with the referring body (`cas_Status`). */
export const caseStatuses = [
  { code: 'Active', label: 'Active' },
  { code: 'FollowUp', label: 'Follow Up' },
  { code: 'Closed', label: 'Closed' },
  { code: 'ClosedReferred', label: 'Closed Referred' },
] as const;

/** Why a case is referred; the same list for incoming and outgoing (`cas_ReasonForOutgoingReferral`). */
export const referralReasons = [
  { code: 'AdditionalServicesRequired', label: 'Additional Services Required' },
  { code: 'MigrationOrChangeOfLocation', label: 'Migration or Change of Location' },
  { code: 'Other', label: 'Other' },
] as const;
