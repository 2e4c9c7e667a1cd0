/** The four sets of the ILO/EC operational indicators of trafficking (2009). */
export const indicatorSets = [
  { code: 'adult-labour', label: 'Adults, labour exploitation' },
  { code: 'adult-sexual', label: 'Adults, sexual exploitation' },
  { code: 'child-labour', label: 'Children, labour exploitation' },
  { code: 'child-sexual', label: 'Children, sexual exploitation' },
] as const;

/** The six dimensions that each set groups its indicators by. */
export const indicatorDimensions = [
  { code: 'deceptive-recruitment', label: 'Deceptive recruitment' },
  { code: 'coercive-recruitment', label: 'Coercive recruitment' },
  { code: 'recruitment-by-abuse-of-vulnerability', label: 'Recruitment by abuse of vulnerability' },
  { code: 'exploitation', label: 'Exploitation' },
  { code: 'coercion-at-destination', label: 'Coercion at destination' },
  { code: 'abuse-of-vulnerability-at-destination', label: 'Abuse of vulnerability at destination' },
] as const;

/** How strong an indicator is. The hub counts them, it never concludes. */
export const indicatorStrengths = [
  { code: 'strong', label: 'Strong' },
  { code: 'medium', label: 'Medium' },
  { code: 'weak', label: 'Weak' },
] as const;
