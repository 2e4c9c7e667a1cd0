import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Directory } from '#directory';
import type { Caller, IdempotentRequest } from '#identity';
import { HubError } from '#kernel';
import type { Priority } from '#messages';
import { importReferrals, readHtcdsFile, type HtcdsOptions, type ImportReport } from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { Vault } from '#vault';
import { ImportReferralsDoc } from './referrals.docs';
import { PRIORITIES } from './referral.dto';
import { readUpload, type UploadRequest } from './read-upload';

@ApiTags('referrals')
@Controller('v1/referrals/import')
export class ImportController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  @ImportReferralsDoc()
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
          description: 'An HTCDS 2.0 workbook (.xlsx), either layout, or a submission of the HTCDS XForm (.xml).',
        },
        operation: { type: 'string', maxLength: 64, description: 'Operation of rows whose country names none.' },
        priority: { type: 'string', enum: [...PRIORITIES], description: 'Priority of rows that give none.' },
      },
    },
  })
  @Permit('referrals:write')
  @HttpCode(200)
  @Post()
  async import(
    @CurrentCaller() caller: Caller,
    @Idempotent() { key, route }: IdempotentRequest,
    @Req() request: UploadRequest,
  ): Promise<ImportReport> {
    const { file, fields } = await readUpload(request);
    const reading = await readHtcdsFile(file, await this.options(caller, fields));
    // The form's boundary differs from one sending to the next: what was asked is the file and the fields.
    const asked = { key, route, body: { file: reading.fileDigest, fields } };
    return (await this.actions.change(caller, asked, 200, (tools) => importReferrals(tools, reading))).body;
  }

  private async options(caller: Caller, fields: Readonly<Record<string, string>>): Promise<HtcdsOptions> {
    const { operation, priority, ...unknown } = fields;
    const [stray] = Object.keys(unknown);
    if (stray !== undefined)
      throw wrongField(`/${stray}`, 'unknown_field', 'is not a known part. Known: file, operation, priority.');
    if (priority !== undefined && !isPriority(priority))
      throw wrongField('/priority', 'isIn', `must be one of: ${PRIORITIES.join(', ')}`);
    if (operation !== undefined) await this.directory.operation(operation);
    const operations = await this.directory.operations();
    return {
      operationByCountry: Object.fromEntries(
        operations.flatMap(({ operation: { id, countries } }) => countries.map((country) => [country, id])),
      ),
      ...(operation === undefined ? {} : { defaultOperation: operation }),
      ...(priority === undefined ? {} : { defaultPriority: priority }),
      // Keyed per body, so that nobody can tell from a key which person it stands for.
      rowKeySecret: await this.vault.digestSecret(`htcds rows of ${caller.organisationId}`),
    };
  }
}

function isPriority(text: string): text is Priority {
  return PRIORITIES.some((priority) => priority === text);
}

function wrongField(pointer: string, code: string, message: string): HubError {
  return new HubError('invalid_input', `${pointer}: ${message}`, { errors: [{ pointer, code, message }] });
}
