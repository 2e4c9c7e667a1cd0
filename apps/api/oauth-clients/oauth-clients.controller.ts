import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Directory } from '#directory';
import {
  listOAuthClients,
  readOAuthClient,
  registerOAuthClient,
  replaceClientKeys,
  revokeOAuthClient,
  type Caller,
  type IdempotentRequest,
  type OAuthClientView,
} from '#identity';
import { type Uuid, nextCursor } from '#kernel';
import { ApiActions, CurrentCaller, Idempotent, Permit, StepUp } from '#runtime';
import { ListApiKeysDto } from '../api-keys/api-keys.dto';
import { termsOf } from '../api-keys/system-terms.dto';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import {
  ListOAuthClientsDoc,
  ReadOAuthClientDoc,
  RegisterOAuthClientDoc,
  ReplaceClientKeysDoc,
  RevokeOAuthClientDoc,
} from './oauth-clients.docs';
import { RegisterOAuthClientDto, ReplaceClientKeysDto } from './oauth-clients.dto';

/** The systems of a body that sign in with a key pair. */
@ApiTags('systems')
@Controller('v1/oauth-clients')
export class OAuthClientsController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  @RegisterOAuthClientDoc()
  @StepUp()
  @Permit('keys:manage')
  @Post()
  async register(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: RegisterOAuthClientDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<OAuthClientView> {
    const taking = await this.directory.operationsOf(caller.slug);
    const { name, jwks, signsRequests = false } = dto;
    const { body } = await this.actions.change(caller, request, 201, (tools) =>
      registerOAuthClient(tools, { name, jwks, signsRequests, ...termsOf(dto) }, taking),
    );
    reply.header('location', `/v1/oauth-clients/${body.id}`);
    return body;
  }

  @ListOAuthClientsDoc()
  @Permit('keys:manage')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit }: ListApiKeysDto,
  ): Promise<{ data: OAuthClientView[]; next: string | null }> {
    const page = { limit, ...(cursor === undefined ? {} : { before: cursor }) };
    const data = await this.actions.run(caller, ({ tx }) => listOAuthClients(tx, caller.organisationId, page));
    return { data, next: nextCursor(data, limit) };
  }

  @ReadOAuthClientDoc()
  @Permit('keys:manage')
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<OAuthClientView> {
    return this.actions.run(caller, ({ tx }) => readOAuthClient(tx, caller.organisationId, id));
  }

  @ReplaceClientKeysDoc()
  @StepUp()
  @Permit('keys:manage')
  @HttpCode(200)
  @Post(':id/replace-keys')
  async replaceKeys(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { jwks }: ReplaceClientKeysDto,
  ): Promise<OAuthClientView> {
    return (await this.actions.change(caller, request, 200, (tools) => replaceClientKeys(tools, id, jwks))).body;
  }

  @RevokeOAuthClientDoc()
  @StepUp()
  @Permit('keys:manage')
  @HttpCode(200)
  @Post(':id/revoke')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<OAuthClientView> {
    return (await this.actions.change(caller, request, 200, (tools) => revokeOAuthClient(tools, id))).body;
  }
}
