import { readCell, type Value, type ValueReading } from '../cell-value';
import { allFields, type HtcdsField } from '../field';
import type { Column } from '../header';
import { looseKey } from '../loose-key';
import type { HtcdsOptions, HtcdsProblem } from '../reading';
import { placeOf, type RowValues } from '../row-values';
import type { InstanceNode } from './instance';

/** A submission holds one case: whatever is said of it is said of its first row. */
export const ROW = 1;

/** The XForm writes some names with underlines (`prs_First_Name`), which do not count. */
const byName = new Map(
  allFields.flatMap((field) => [field.name, ...(field.aliases ?? [])].map((name) => [looseKey(name), field] as const)),
);
/** What form programs add of their own: when, where and by which device it was filled in. */
const OF_THE_PROGRAM = new Set(
  [
    'start',
    'end',
    'today',
    'deviceid',
    'subscriberid',
    'simserial',
    'phonenumber',
    'username',
    'email',
    'audit',
  ].concat(
    [
      '__version__',
      '_version_',
      'uuid',
      '_uuid',
      '_id',
      '_submission_time',
      '_submitted_by',
      '_status',
      '_notes',
      '_tags',
    ],
    ['_validation_status', '_xform_id_string', '_attachments', '_geolocation'],
  ),
);

/** The values of a submission by field name, with the node each came from. */
export function readNodes(
  nodes: readonly InstanceNode[],
  options: HtcdsOptions,
): { readonly read: RowValues; readonly problems: HtcdsProblem[]; readonly warnings: HtcdsProblem[] } {
  const values = new Map<string, Value>();
  const columns: Column[] = [];
  const problems: HtcdsProblem[] = [];
  const warnings: HtcdsProblem[] = [];
  nodes.forEach((node, index) => {
    const field = byName.get(looseKey(node.name));
    if (!field) {
      if (!isOfTheProgram(node)) warnings.push(unknown(node));
      return;
    }
    const column: Column = { number: index + 1, letters: '', field, node: node.path };
    const say = (code: string, message: string): HtcdsProblem => ({ row: ROW, ...placeOf(column), code, message });
    if (columns.some((other) => other.field === field)) {
      problems.push(say('repeated_node', 'The node is there more than once, and a case has one of it. Keep one.'));
      return;
    }
    columns.push(column);
    const reading = readNode(field, node.text, options);
    if ('value' in reading) values.set(field.name, reading.value);
    else if (field.name === 'cas_ReasonForIncomingReferral') {
      keepReason(values, node.text);
      warnings.push(
        say('reason_in_words', 'The form takes any text here. It was kept in the details, with the reason "Other".'),
      );
    } else problems.push(say(reading.code, reading.message));
    if (field.name === 'prs_Title') {
      warnings.push(
        say(
          'label_misleading',
          'The official form labels this node "Second Name". Check that it holds a position, not a name.',
        ),
      );
    }
  });
  return {
    read: { row: ROW, values: withDetails(values), columns: withDetailsColumn(values, columns) },
    problems,
    warnings,
  };
}

function isOfTheProgram({ path, name }: InstanceNode): boolean {
  return OF_THE_PROGRAM.has(name.toLowerCase()) || /\/meta\/[^/]+$/.test(path);
}

function unknown({ path }: InstanceNode): HtcdsProblem {
  return {
    row: ROW,
    node: path,
    code: 'unknown_node',
    message: 'No field of HTCDS has this name. The node was not read.',
  };
}

/** A multiple choice of a form is separated by spaces, which value names never have. */
function readNode(field: HtcdsField, text: string, { dateOrder }: HtcdsOptions): ValueReading {
  const rules = { dates1904: false, ...(dateOrder === undefined ? {} : { order: dateOrder }) };
  const whole = readCell(field, { type: 'text', text }, rules);
  if ('value' in whole || field.kind.type !== 'many') return whole;
  const apart = readCell(field, { type: 'text', text: text.split(/\s+/).join(';') }, rules);
  return 'value' in apart ? apart : whole;
}

const REASON_IN_WORDS = 'reason in words';

function keepReason(values: Map<string, Value>, text: string): void {
  values.set('cas_ReasonForIncomingReferral', 'Other');
  values.set(REASON_IN_WORDS, text.normalize('NFC'));
}

/** The reason in words, before what the details say by themselves. */
function withDetails(values: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const words = values.get(REASON_IN_WORDS);
  if (typeof words !== 'string') return values;
  const details = values.get('cas_IncomingReferralDetails');
  const all = new Map(values);
  all.delete(REASON_IN_WORDS);
  all.set('cas_IncomingReferralDetails', typeof details === 'string' ? `${words}\n\n${details}` : words);
  return all;
}

function withDetailsColumn(values: ReadonlyMap<string, Value>, columns: readonly Column[]): readonly Column[] {
  const reason = columns.find(({ field }) => field.name === 'cas_ReasonForIncomingReferral');
  const field = byName.get(looseKey('cas_IncomingReferralDetails'));
  if (!reason || !field || !values.has(REASON_IN_WORDS) || columns.some((column) => column.field === field))
    return columns;
  return [...columns, { ...reason, field }];
}
