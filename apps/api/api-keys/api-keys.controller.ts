import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Directory } from '#directory';
import {
  createApiKey,
  findApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
  type ApiKeyView,
  type Caller,
  type IdempotentRequest,
  type Rotated,
  type ShownKey,
} from '#identity';
import { notFound, type Uuid, nextCursor } from '#kernel';
import { ApiActions, CurrentCaller, Idempotent, Permit, StepUp } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { CreateApiKeyDoc, ListApiKeysDoc, ReadApiKeyDoc, RevokeApiKeyDoc, RotateApiKeyDoc } from './api-keys.docs';
import { CreateApiKeyDto, ListApiKeysDto, RotateApiKeyDto } from './api-keys.dto';
import { termsOf } from './system-terms.dto';

/** The keys of a body's systems, as its focal points keep them. */
@ApiTags('systems')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  @CreateApiKeyDoc()
  @StepUp()
  @Permit('keys:manage')
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: CreateApiKeyDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ApiKeyView & ShownKey> {
    const taking = await this.directory.operationsOf(caller.slug);
    const { body } = await this.actions.change(caller, request, 201, (tools) =>
      createApiKey(tools, { name: dto.name, ...termsOf(dto) }, taking),
    );
    reply.header('location', `/v1/api-keys/${body.id}`);
    return body;
  }

  @ListApiKeysDoc()
  @Permit('keys:manage')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit }: ListApiKeysDto,
  ): Promise<{ data: ApiKeyView[]; next: string | null }> {
    const page = { limit, ...(cursor === undefined ? {} : { before: cursor }) };
    const data = await this.actions.run(caller, ({ tx }) => listApiKeys(tx, caller.organisationId, page));
    return { data, next: nextCursor(data, limit) };
  }

  @ReadApiKeyDoc()
  @Permit('keys:manage')
  @Get(':id')
  async read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<ApiKeyView> {
    const key = await this.actions.run(caller, ({ tx }) => findApiKey(tx, caller.organisationId, id));
    if (!key) throw notFound('API key');
    return key;
  }

  @RotateApiKeyDoc()
  @StepUp()
  @Permit('keys:manage')
  @HttpCode(200)
  @Post(':id/rotate')
  async rotate(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { overlapHours }: RotateApiKeyDto,
  ): Promise<ApiKeyView & ShownKey & Rotated> {
    const { body } = await this.actions.change(caller, request, 200, (tools) => rotateApiKey(tools, id, overlapHours));
    return body;
  }

  @RevokeApiKeyDoc()
  @StepUp()
  @Permit('keys:manage')
  @HttpCode(200)
  @Post(':id/revoke')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<ApiKeyView> {
    return (await this.actions.change(caller, request, 200, (tools) => revokeApiKey(tools, id))).body;
  }
}
