import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Operation } from '../domain/operation';
import { agreementDatesExist, deadlinesAreDurations, timeZoneExists } from './calendar.checks';
import { digestOf } from './digest';
import type { Check, OperationDraft } from './finding';
import { backUpDiffers, checkAcross, idsCarryTheCode, rolesAreNotSlugs, uniqueIds } from './identity.checks';
import { OperationsFileError, type OperationsProblem } from './operations-problem';
import {
  agreementsAndProfilesNameBodies,
  authoritiesAnswerForNations,
  dataProtectionBodyExists,
  kindsAreKnown,
  leadAgencyExists,
  meetingSeriesNameBodies,
  rulesReferToWhatExists,
  standingRulesRestOnAProvision,
  unitsBelongToContingents,
} from './reference.checks';
import {
  capacityIsAskedOfCases,
  investigationsAreForSecurityBodies,
  profilesFitTheirUse,
  securityProfilesAreForInvestigation,
} from './release.checks';
import { checkShape } from './shape.check';
import { YamlSource } from './yaml-source';

/** What the files are checked against beside one another. */
export interface LoadOptions {
  /** Message kinds that the hub knows. Absent: the names of kinds are not checked. */
  readonly messageKinds?: readonly string[];
}

const checks: readonly Check[] = [
  uniqueIds,
  rolesAreNotSlugs,
  idsCarryTheCode,
  backUpDiffers,
  timeZoneExists,
  deadlinesAreDurations,
  agreementDatesExist,
  leadAgencyExists,
  dataProtectionBodyExists,
  authoritiesAnswerForNations,
  agreementsAndProfilesNameBodies,
  meetingSeriesNameBodies,
  rulesReferToWhatExists,
  standingRulesRestOnAProvision,
  unitsBelongToContingents,
  profilesFitTheirUse,
  securityProfilesAreForInvestigation,
  investigationsAreForSecurityBodies,
  capacityIsAskedOfCases,
];

/** A file that was read: what is wrong with it, and the operation as far as it can be walked. */
interface ReadFile {
  readonly source: YamlSource;
  readonly problems: readonly OperationsProblem[];
  readonly draft?: OperationDraft;
}

/**
 * The operations described by the YAML files of a folder, in the order of their ids.
 * @throws OperationsFileError that lists every problem of every file.
 */
export function loadOperations(dir: string, options: LoadOptions = {}): Operation[] {
  const files = operationFiles(dir).map((name) => readOperation(name, readFileSync(join(dir, name), 'utf8'), options));
  return finish(files);
}

/**
 * The operation described by one text; `fileName` is what problems are reported under.
 * @throws OperationsFileError that lists every problem of the text.
 */
export function loadOperationText(fileName: string, text: string, options: LoadOptions = {}): Operation {
  const [operation] = finish([readOperation(fileName, text, options)]);
  if (operation === undefined) throw new Error('unreachable: a file without problems holds an operation');
  return operation;
}

function operationFiles(dir: string): string[] {
  const names = listed(dir).filter((name) => /\.ya?ml$/.test(name));
  if (names.length > 0) return names.sort();
  const reason = 'The folder holds no operation file, or cannot be read.';
  const fix = 'Point OPERATIONS_DIR at a folder with one YAML file for each operation.';
  throw new OperationsFileError([{ file: basename(dir), line: 1, column: 1, reason, fix }]);
}

function listed(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function readOperation(fileName: string, text: string, options: LoadOptions): ReadFile {
  const source = new YamlSource(fileName, text);
  const syntax = source.syntaxProblems();
  if (syntax.length > 0) return { source, problems: syntax };
  const { findings, draft } = checkShape(source.data());
  const kindCheck = options.messageKinds === undefined ? [] : [kindsAreKnown(options.messageKinds)];
  const all =
    draft === undefined ? findings : [...findings, ...[...checks, ...kindCheck].flatMap((check) => check(draft))];
  const problems = all.map((finding) => source.locate(finding));
  return draft === undefined ? { source, problems } : { source, problems, draft };
}

function finish(files: readonly ReadFile[]): Operation[] {
  const placed = files.flatMap(({ source, draft }) =>
    draft === undefined ? [] : [{ operation: draft, place: source }],
  );
  const across = checkAcross(placed).map(({ place, finding }) => place.locate(finding));
  const problems = [...files.flatMap((file) => file.problems), ...across];
  if (problems.length > 0) throw new OperationsFileError(problems);
  return placed.map(({ operation }) => complete(operation)).sort((left, right) => (left.id < right.id ? -1 : 1));
}

function complete(draft: OperationDraft): Operation {
  // Without problems every rule has exactly one effect, which is what sets a draft apart from an operation.
  const checked = draft as Omit<Operation, 'digest'>;
  return frozen({ ...checked, digest: digestOf(checked) });
}

/** Rules are read by many at once and changed by none. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
