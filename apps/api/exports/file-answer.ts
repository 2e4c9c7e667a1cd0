import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { Caller } from '#identity';
import {
  csvHeader,
  csvLine,
  exportedRows,
  openExport,
  xlsxOf,
  type ExportFilter,
  type ExportSide,
  type OpenedExport,
} from '#referrals';
import type { ApiActions } from '#runtime';
import type { Reply } from '../http/reply';
import type { ExportFormat } from './exports.dto';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Rows = ReturnType<typeof exportedRows>;

/**
 * Answers with an export as a file that is written while it is sent. Its name says nothing of anybody. A failure on the
 * way breaks the connection off, so that no part of a file passes for the whole.
 */
export async function answerWithFile(
  actions: ApiActions,
  caller: Caller,
  reply: Reply,
  side: ExportSide,
  { format, ...filter }: ExportFilter & { readonly format: ExportFormat },
): Promise<StreamableFile> {
  const opened = await actions.run(caller, (tools) => openExport(tools, side, format, filter));
  const rows = exportedRows(opened, side, (work) => actions.run(caller, work));
  if (opened.next !== null)
    reply.header('link', `<${hrefOf(side, { ...filter, format, cursor: opened.next })}>; rel="next"`);
  return new StreamableFile(format === 'csv' ? Readable.from(csvOf(rows)) : xlsxOf(rows), {
    type: format === 'csv' ? `${CSV}; charset=utf-8; header=present` : XLSX,
    disposition: `attachment; filename="${nameOf(side, opened)}.${format}"`,
  });
}

async function* csvOf(rows: Rows): AsyncGenerator<string, void, void> {
  yield csvHeader();
  for await (const row of rows) yield csvLine(row);
}

function nameOf(side: ExportSide, { id }: OpenedExport): string {
  return `htcds-${side}-${id}`;
}

function hrefOf(side: ExportSide, query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  return `/v1/${side === 'sent' ? 'referrals' : 'inbox'}/export?${search.toString()}`;
}
