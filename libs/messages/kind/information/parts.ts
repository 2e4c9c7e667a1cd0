import { countries } from '../../kinds/referral/codes/country.codes';
import * as codes from '../../kinds/referral/codes/trafficking.codes';
import { date, listOf, object, oneOf, text } from '../../schema/schema-node';

/** What information is about. */
export const informationTopics = [
  { code: 'pattern', label: 'A pattern of trafficking' },
  { code: 'route', label: 'A route' },
  { code: 'place', label: 'A place' },
  { code: 'recruitment', label: 'How people are recruited' },
  { code: 'control', label: 'How people are controlled' },
  { code: 'documents', label: 'False or withheld documents' },
  { code: 'online', label: 'Websites and applications' },
  { code: 'risk', label: 'A risk to people or staff' },
  { code: 'services', label: 'Services and how to reach them' },
  { code: 'legislation', label: 'Law and procedure' },
  { code: 'operation', label: 'Plans and movements of the mission' },
  { code: 'training', label: 'Training and awareness' },
  { code: 'other', label: 'Other' },
] as const;

/** How reliable a source is (STANAG 2511, Admiralty code). */
export const sourceReliabilities = [
  { code: 'A', label: 'Completely reliable' },
  { code: 'B', label: 'Usually reliable' },
  { code: 'C', label: 'Fairly reliable' },
  { code: 'D', label: 'Not usually reliable' },
  { code: 'E', label: 'Unreliable' },
  { code: 'F', label: 'Reliability cannot be judged' },
] as const;

/** How credible what it says is (STANAG 2511, Admiralty code). */
export const informationCredibilities = [
  { code: '1', label: 'Confirmed by other sources' },
  { code: '2', label: 'Probably true' },
  { code: '3', label: 'Possibly true' },
  { code: '4', label: 'Doubtful' },
  { code: '5', label: 'Improbable' },
  { code: '6', label: 'Truth cannot be judged' },
] as const;

/** Parts that the kinds of information have in common. None of them is about a person. */
export const topics = listOf(oneOf(informationTopics)('P1', 'information'), informationTopics.length, 1);
export const areas = listOf(oneOf(countries)('P1', 'information'), 20);
export const places = listOf(text(200)('P2', 'information'), 20);
export const exploitationTypes = listOf(oneOf(codes.exploitationTypes)('P1', 'information'), 20);
export const period = object({ from: date('P1', 'information'), to: date('P1', 'information') });
export const statement = text(8000)('P2', 'information');
export const evaluation = object({
  reliability: oneOf(sourceReliabilities)('P1', 'information'),
  credibility: oneOf(informationCredibilities)('P1', 'information'),
});
