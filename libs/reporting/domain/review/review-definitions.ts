import { acknowledgementDefinitions } from '../acknowledgement-definitions';
import { countedDefinitions } from '../counted-tables';
import { meetingDefinitions } from '../meeting-definitions';
import { trainingDefinitions } from '../training/training-definitions';
import { outcomeDefinitions, responseDefinitions } from '../released-table';
import type { ReviewDefinition, ReviewSection } from './review-content';

function under(name: string, definitions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(definitions).map(([figure, words]) => [`${name}.${figure}`, words]));
}

/** How often nations that were asked stand so; docs/returns.md has the states. */
const returnDefinitions = {
  asked: 'Nations that were asked, once for each request.',
  due: 'Of these, those that have not answered, and whose day is not over.',
  in_part: 'Of these, those that answered in part, and whose day is not over.',
  overdue: 'Of these, those that have not answered in full, and whose day is over.',
  received: 'Of these, those that answered in full, in time or late.',
  declined: 'Of these, those that declined.',
  taken_back: 'Of these, those from which the request was taken back.',
  versions: 'How often the nation answered: parts, the whole, and what took the place of an earlier answer.',
};

/** How a unit stands to the provisions in force; docs/provisions.md has the states. */
const provisionDefinitions = {
  acknowledged: 'Provisions in force of which the unit acknowledged the version that holds.',
  due: 'Provisions in force of which it did not, and has time to.',
  overdue: 'Provisions in force of which it did not, and the days for it are over.',
};

/** What every figure of a review report means, by its id. docs/review.md says the same. */
export const reviewDefinitions: Readonly<Record<string, string>> = {
  'released.recipients':
    'Recipients to which an actual message was routed in the period, added up from the parts of released figures, between these bounds.',
  'released.releases': 'Releases of figures that are added up.',
  ...under('counted', countedDefinitions),
  'review.possible':
    'The bounds of the row, with what is not published apart counted as if all of it could belong there.',
  'review.standing':
    'What the bounds of two reports tell: higher or lower where they do not meet, otherwise not told apart.',
  'recommendations.carried': 'Earlier reports of these operations that listed it while it was open.',
  'referrals.recipients': 'Recipients of referrals that your body sent or received in the period.',
  ...under('response', responseDefinitions),
  ...under('outcome', outcomeDefinitions),
  ...under('acknowledgement', acknowledgementDefinitions),
  ...under('meetings', meetingDefinitions),
  ...under('training', trainingDefinitions),
  ...under('returns', returnDefinitions),
  ...under('provisions', provisionDefinitions),
};

/** Definitions that explain the words in a column, beside the column's own. */
const OF_WORDS: Readonly<Record<string, string>> = { Response: 'response.', Outcome: 'outcome.' };

/** The definitions that the sections of a report use, in the order of the alphabet. */
export function definitionsIn(sections: readonly ReviewSection[]): ReviewDefinition[] {
  const columns = sections.flatMap(({ tables }) => tables.flatMap((table) => table.columns));
  const used = new Set(columns.flatMap(({ definition }) => (definition === null ? [] : [definition])));
  for (const prefix of columns.flatMap(({ title }) => OF_WORDS[title] ?? []))
    for (const id of Object.keys(reviewDefinitions)) if (id.startsWith(prefix)) used.add(id);
  return [...used].sort().map((id) => {
    const said = reviewDefinitions[id];
    if (said === undefined) throw new Error(`a figure of a report has the definition "${id}", which nobody wrote`);
    return { id, words: said };
  });
}
