/** The ranks among which training is counted; civilians and contractors are to be trained as well. */
export const rankGroups = [
  { code: 'senior-officers', label: 'Senior officers' },
  { code: 'officers', label: 'Officers' },
  { code: 'ncos', label: 'Non-commissioned officers' },
  { code: 'other-ranks', label: 'Other ranks' },
  { code: 'civilians', label: 'Civilian personnel' },
  { code: 'contractors', label: 'Contractors' },
] as const;

/** What those who were trained are there for. */
export const trainedRoles = [
  { code: 'command', label: 'Command' },
  { code: 'staff', label: 'Staff' },
  { code: 'military-police', label: 'Military police' },
  { code: 'medical', label: 'Medical service' },
  { code: 'liaison', label: 'Liaison and civil-military cooperation' },
  { code: 'other', label: 'Other' },
] as const;

/** When they were trained. */
export const trainingTimes = [
  { code: 'before-deployment', label: 'Before deployment' },
  { code: 'in-deployment', label: 'In deployment' },
] as const;

/** A course against trafficking, as the catalogue has it. */
export interface TrainingCourse {
  readonly code: string;
  readonly label: string;
  readonly provider: string;
  /** Where it is held; null: by distance learning, or wherever the nation holds it. */
  readonly place: string | null;
  readonly form: 'residential' | 'distance-learning' | 'national';
  readonly audience: string;
  /** How often, where the policy says so. */
  readonly held: string | null;
  /** How long it lasts; null where no document here says so. */
  readonly days: number | null;
}

/** The courses that NATO's policy names (12 March 2012), and what nations do themselves. */
export const trainingCourses = [
  {
    ...{ code: 'ndc-rome', label: 'Courses of the NATO Defense College that address trafficking' },
    ...{ provider: 'NATO Defense College', place: 'Rome', form: 'residential', held: null, days: null },
    audience: 'Military personnel of NATO and Partner countries',
  },
  {
    ...{ code: 'nso-oberammergau', label: 'Courses of the NATO School that address trafficking' },
    ...{ provider: 'NATO School Oberammergau', place: 'Oberammergau', form: 'residential', held: null, days: null },
    audience: 'Military personnel of NATO and Partner countries',
  },
  {
    ...{ code: 'nso-adl-1', label: 'Advanced distributed learning on trafficking, first course' },
    ...{ provider: 'NATO School Oberammergau', place: null, form: 'distance-learning', held: null, days: null },
    audience: 'All who want to use it',
  },
  {
    ...{ code: 'nso-adl-2', label: 'Advanced distributed learning on trafficking, second course' },
    ...{ provider: 'NATO School Oberammergau', place: null, form: 'distance-learning', held: null, days: null },
    audience: 'All who want to use it',
  },
  {
    ...{ code: 'pfp-turkey', label: 'Fight Against Trafficking in Human Beings' },
    ...{ provider: 'Turkish PfP Training Centre', place: null, form: 'residential', days: null },
    held: 'Twice a year since 2008',
    audience: 'Military and civilians of NATO, PfP, MD and ICI countries',
  },
  {
    ...{ code: 'national', label: 'A course of the nation' },
    ...{ provider: 'The nation', place: null, form: 'national', held: null, days: null },
    audience: 'Military and civilian personnel and contractors of the nation',
  },
] as const satisfies readonly TrainingCourse[];
