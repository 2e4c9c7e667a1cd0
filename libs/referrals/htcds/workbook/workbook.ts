import { sharedStringsOf, sheetRows, type SheetRow } from './sheet';
import { refuseUnlessWorkbook, unreadable } from './unreadable';
import { attribute, xmlText, xmlTokens } from './xml';
import { ZipArchive } from './zip';

/** Bounds on what a workbook may cost to open, in bytes. */
export interface WorkbookLimits {
  readonly maxFileBytes: number;
  readonly maxInflatedBytes: number;
}

/** One worksheet; its rows are read when asked for. */
export interface Worksheet {
  readonly name: string;
  rows(): Generator<SheetRow, void, void>;
}

export interface Workbook {
  readonly sheets: readonly Worksheet[];
  /** Dates count from 1904 (old Macs) instead of 1900. */
  readonly dates1904: boolean;
}

/**
 * Opens an .xlsx file for reading values.
 *
 * @throws HubError `workbook_unreadable`, naming what the file looks like and what to do
 */
export function openWorkbook(file: Buffer, limits: WorkbookLimits): Workbook {
  if (file.length > limits.maxFileBytes) {
    throw unreadable(
      `The file has ${file.length} bytes, more than the ${limits.maxFileBytes} allowed. Remove pictures and spare sheets, or split it.`,
    );
  }
  const archive = new ZipArchive(file, limits.maxInflatedBytes);
  refuseUnlessWorkbook(archive.names);
  const part = (name: string): string => {
    const content = archive.read(name);
    if (!content) throw unreadable('The workbook is incomplete: a part that it refers to is missing. Save it again.');
    return xmlText(content);
  };
  const targets = relationTargets(part('xl/_rels/workbook.xml.rels'));
  const { sheets, dates1904 } = sheetList(part('xl/workbook.xml'));
  let strings: readonly string[] | undefined;
  const sharedStrings = (): readonly string[] => {
    strings ??= archive.names.has('xl/sharedStrings.xml') ? sharedStringsOf(part('xl/sharedStrings.xml')) : [];
    return strings;
  };
  return {
    dates1904,
    sheets: sheets.flatMap(({ name, relation }) => {
      const target = targets.get(relation);
      return target === undefined ? [] : [{ name, rows: () => sheetRows(part(target), sharedStrings()) }];
    }),
  };
}

function relationTargets(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const token of xmlTokens(xml)) {
    if (token.type !== 'start' || token.name !== 'Relationship') continue;
    const id = attribute(token.attributes, 'Id');
    const target = attribute(token.attributes, 'Target');
    const isSheet = attribute(token.attributes, 'Type')?.endsWith('/worksheet') ?? false;
    if (id === undefined || target === undefined || !isSheet) continue;
    targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`);
  }
  return targets;
}

function sheetList(xml: string): { sheets: { name: string; relation: string }[]; dates1904: boolean } {
  const sheets: { name: string; relation: string }[] = [];
  let dates1904 = false;
  for (const token of xmlTokens(xml)) {
    if (token.type !== 'start') continue;
    if (token.name === 'workbookPr') dates1904 = ['1', 'true'].includes(attribute(token.attributes, 'date1904') ?? '');
    if (token.name !== 'sheet') continue;
    const relation = attribute(token.attributes, 'id');
    if (relation !== undefined) sheets.push({ name: attribute(token.attributes, 'name') ?? '', relation });
  }
  return { sheets, dates1904 };
}
