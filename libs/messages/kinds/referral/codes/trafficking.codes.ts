// IOM Human Trafficking Case Data Standard 2.0, CC BY 4.0, no endorsement implied.

/** What was decided about the person so far (`vic_TraffickingStatus`). */
export const traffickingStatuses = [
  { code: 'PossibleVictimOfTrafficking', label: 'Possible victim of trafficking' },
  { code: 'ActualVictimOfTrafficking', label: 'Actual victim of trafficking' },
  { code: 'NotAVictimOfTrafficking', label: 'Not a victim of trafficking' },
] as const;

/** Who decided the trafficking status (`vic_TraffickingStatusDecisionMakingOrg`). */
export const statusDecisionOrganisations = [
  { code: 'Police', label: 'Police' },
  { code: 'NGO', label: 'NGO' },
  { code: 'CourtOrProsecution', label: 'Court or prosecution' },
  { code: 'NonPoliceGovernmentalOrganization', label: 'Non-police governmental organization' },
  { code: 'Other', label: 'Other' },
] as const;

/** How the person knew the trafficker; spelled as in the standard (`vic_RelationshipToTrafficker`). */
export const relationshipsToTrafficker = [
  { code: 'Familial', label: 'Familial' },
  { code: 'Acquainted', label: 'Acquainted' },
  { code: 'Unaquainted', label: 'Unaquainted' },
] as const;

/** Platforms used to recruit or exploit (`vic_RecruitmentWebsitesAndApps`). */
export const websitesAndApps = [
  { code: 'Facebook', label: 'Facebook' },
  { code: 'Instagram', label: 'Instagram' },
  { code: 'WhatsApp', label: 'WhatsApp' },
  { code: 'Telegram', label: 'Telegram' },
  { code: 'FacebookMessenger', label: 'Facebook Messenger' },
  { code: 'Viber', label: 'Viber' },
  { code: 'SnapChat', label: 'SnapChat' },
  { code: 'Line', label: 'Line' },
  { code: '4Sale', label: '4Sale' },
  { code: 'WeChat', label: 'WeChat' },
  { code: 'QQ', label: 'QQ' },
  { code: 'QZone', label: 'QZone' },
  { code: 'TikTok', label: 'TikTok' },
  { code: 'Twitter', label: 'Twitter' },
  { code: 'Other', label: 'Other' },
] as const;

/** How the person was recruited (`vic_MethodOfRecruitment`). */
export const recruitmentMethods = [
  { code: 'AtAPlaceOfBusiness', label: 'At a place of business' },
  { code: 'AtAnEducationalInstitution', label: 'At an educational institution' },
  { code: 'AtWork', label: 'At work' },
  { code: 'ThroughOnlineSocialNetworks', label: 'Through online social networks' },
  { code: 'ThroughAnOnlineAdvertisement', label: 'Through an online advertisement' },
  { code: 'ThroughATelevisionAdvert', label: 'Through a television advert' },
  { code: 'ThroughANewspaperAdvert', label: 'Through a newspaper advert' },
  { code: 'ThroughFamilyOrFamilyEvents', label: 'Through family or family events' },
  { code: 'ThroughFriendsOrSocialEvents', label: 'Through friends or social events' },
  { code: 'Other', label: 'Other' },
] as const;

/** How the person was controlled (`vic_MethodsOfControl`). */
export const controlMethods = [
  { code: 'PhysicalThreats', label: 'Physical threats' },
  { code: 'ThreatsLawEnforcement', label: 'Threats of law enforcement' },
  { code: 'ThreatensChildrenFamily', label: 'Threatens children/family' },
  { code: 'DebtBondage', label: 'Debt bondage' },
  { code: 'FalsePromises', label: 'False promises' },
  { code: 'PhysicalAbuse', label: 'Physical abuse' },
  { code: 'SexualAbuse', label: 'Sexual abuse' },
  { code: 'TakesEarnings', label: 'Takes earnings' },
  { code: 'RestrictsFinancialAccess', label: 'Restricts financial access' },
  { code: 'RestrictsMedicalCare', label: 'Restricts medical care' },
  { code: 'WithholdsNecessities', label: 'Withholds necessities' },
  { code: 'PsychologicalAbuse', label: 'Psychological abuse' },
  { code: 'PsychoactiveSubstance', label: 'Psychoactive substance' },
  { code: 'ExcessiveWorkingHours', label: 'Excessive working hours' },
  { code: 'WithholdsDocuments', label: 'Withholds documents' },
  { code: 'Other', label: 'Other' },
] as const;

/** For what the person was exploited (`vic_TypeOfExploitation`). */
export const exploitationTypes = [
  { code: 'ForcedLabour', label: 'Forced labour' },
  { code: 'SexualExploitation', label: 'Sexual exploitation' },
  { code: 'ChildLabour', label: 'Child labour' },
  { code: 'ForcedMarriage', label: 'Forced marriage' },
  { code: 'Servitude', label: 'Servitude' },
  { code: 'ForcedMilitaryByNonStateActors', label: 'Forced military (by non-state actors)' },
  { code: 'OrganRemoval', label: 'Organ removal' },
  { code: 'ForcedBegging', label: 'Forced begging' },
  { code: 'ForcedAdoption', label: 'Forced adoption' },
  { code: 'Surrogacy', label: 'Surrogacy' },
  { code: 'Other', label: 'Other' },
] as const;

/** Forms of sexual exploitation (`vic_TypeOfSexExploitation`). */
export const sexualExploitationTypes = [
  { code: 'Prostitution', label: 'Prostitution' },
  { code: 'Pornography', label: 'Pornography' },
  { code: 'RemoteInteractiveServices', label: 'Remote Interactive Services' },
  { code: 'PrivateSexualServices', label: 'Private Sexual Services' },
] as const;

/** Stages of a trafficking history (`hte_Type`). */
export const historicEventTypes = [
  { code: 'Recruitment', label: 'Recruitment' },
  { code: 'Transit', label: 'Transit' },
  { code: 'Exploitation', label: 'Exploitation' },
] as const;
