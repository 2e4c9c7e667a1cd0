import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import { invalidInput, isUuid, notFound, type Uuid } from '#kernel';
import { importReturn, returnTemplateCsv, returnTemplateXlsx, type ReturnImport } from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { createHash } from 'node:crypto';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { readUpload, type UploadRequest } from '../referrals/read-upload';
import { ImportReturnDoc, ReturnTemplateDoc } from './returns.docs';
import { TemplateDto } from './returns.dto';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The figures of a nation from a table, and the table to fill in. */
@ApiTags('returns')
@Controller('v1')
export class ImportReturnController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ImportReturnDoc()
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      additionalProperties: false,
      properties: {
        file: {
          type: 'string',
          format: 'binary',
          description: 'A table as the template has it: CSV in UTF-8, or .xlsx.',
        },
        final: {
          type: 'string',
          enum: ['true', 'false'],
          description: 'Whether it is the whole return. Left out: true.',
        },
        supersedes: { type: 'string', format: 'uuid', description: 'The return whose place it takes.' },
      },
    },
  })
  @Permit('messages:write')
  @HttpCode(200)
  @Post('return-requests/:id/import')
  async import(
    @CurrentCaller() caller: Caller,
    @Idempotent() { key, route }: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Req() request: UploadRequest,
  ): Promise<ReturnImport> {
    const { file, fields } = await readUpload(request);
    const given = { request: id, file, ...givenIn(fields) };
    const asked = { key, route, body: { file: createHash('sha256').update(file).digest('hex'), fields } };
    return (await this.actions.change(caller, asked, 200, (tools) => importReturn(tools, given))).body;
  }

  @ReturnTemplateDoc()
  @Permit('directory:read')
  @Get('return-templates/:request')
  async template(
    @Param('request') request: string,
    @Query() { format }: TemplateDto,
    @Res() reply: Reply,
  ): Promise<void> {
    const table = format === 'csv' ? returnTemplateCsv(request) : await returnTemplateXlsx(request);
    if (table === undefined) throw notFound('template');
    reply
      .header('content-disposition', `attachment; filename="${request}.${format}"`)
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : XLSX)
      .send(table);
  }
}

function givenIn({ final, supersedes, ...unknown }: Readonly<Record<string, string>>): {
  readonly final: boolean;
  readonly supersedes?: Uuid;
} {
  const [stray] = Object.keys(unknown);
  if (stray !== undefined)
    throw wrong(`/${stray}`, 'unknown_field', 'is not a known part. Known: file, final, supersedes.');
  if (final !== undefined && !['true', 'false'].includes(final)) throw wrong('/final', 'isIn', 'must be true or false');
  if (supersedes !== undefined && !isUuid(supersedes))
    throw wrong('/supersedes', 'isUuid', 'must be the id of a message');
  return { final: final !== 'false', ...(supersedes === undefined ? {} : { supersedes }) };
}

function wrong(pointer: string, code: string, message: string): Error {
  return invalidInput([{ pointer, code, message }]);
}
