/** What each figure of training means, in words: the description of the API and docs/returns.md say the same. */
export const trainingDefinitions = {
  strength: 'People of the rank group in the contingent, on the last day of the period that the return is about.',
  atLeast:
    'People of the group whose training counts in one course at least: no fewer than this, since somebody may have been in several.',
  atMost: 'And no more than this.',
  beforeDeployment: 'Of those trained in the course, those that were trained before deployment.',
  inDeployment: 'Of those trained in the course, those that were trained in deployment.',
  counting: 'Of those trained in the course, those whose training has not ended on the day.',
  expired: 'Of those trained in the course, those whose training has ended.',
  expiring: 'Of those whose training counts, those whose training ends within 90 days.',
  gap: 'People of the group that lack the course, or whose training has ended: strength less counting.',
  coverage: 'counting / strength; null where the group has nobody.',
} as const;
export type TrainingFigure = keyof typeof trainingDefinitions;
