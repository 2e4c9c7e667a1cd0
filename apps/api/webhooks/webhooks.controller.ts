import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listAttempts,
  listEndpoints,
  rotateSecret,
  sendTestEvent,
  type AttemptView,
  type EndpointTools,
  type EndpointView,
  type ShownSecrets,
} from '#delivery';
import type { Caller, IdempotentRequest } from '#identity';
import { notFound, type Uuid } from '#kernel';
import { HttpSender } from '#platform/http-client';
import { JobClient } from '#platform/queue';
import type { ReferralTools } from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit, SETTINGS, publicUrlOf, type Settings, StepUp } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ChangeEndpointDto, CreateEndpointDto, ListAttemptsDto, TestEndpointDto } from './webhook.dto';
import {
  ChangeEndpointDoc,
  CreateEndpointDoc,
  DeleteEndpointDoc,
  ListAttemptsDoc,
  ListEndpointsDoc,
  ReadEndpointDoc,
  RotateSecretDoc,
  TestEndpointDoc,
} from './webhooks.docs';

@ApiTags('webhook endpoints')
@Controller('v1/webhook-endpoints')
export class WebhooksController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(HttpSender) private readonly sender: HttpSender,
    @Inject(JobClient) private readonly jobs: JobClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @CreateEndpointDoc()
  @Permit('webhooks:manage')
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: CreateEndpointDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView & ShownSecrets> {
    const { body } = await this.actions.change(caller, request, 201, (tools) =>
      createEndpoint(this.endpointTools(tools), {
        url: dto.url,
        paused: dto.state === 'paused',
        ...(dto.description === undefined ? {} : { description: dto.description }),
        ...(dto.eventTypes ? { eventTypes: dto.eventTypes } : {}),
        ...{ payload: dto.payload, encryptionKey: dto.encryptionKey },
        ...(dto.maxInFlight === undefined ? {} : { maxInFlight: dto.maxInFlight }),
        ...(dto.rateLimit === undefined ? {} : { rateLimit: dto.rateLimit }),
      }),
    );
    reply.header('location', `/v1/webhook-endpoints/${body.id}`).header('etag', `"${body.version}"`);
    return body;
  }

  @ListEndpointsDoc()
  @Permit('webhooks:manage')
  @Get()
  async list(@CurrentCaller() caller: Caller): Promise<{ data: EndpointView[]; next: null }> {
    return { data: await this.actions.run(caller, ({ tx }) => listEndpoints(tx, caller.organisationId)), next: null };
  }

  @ReadEndpointDoc()
  @Permit('webhooks:manage')
  @Get(':id')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    const endpoint = await this.actions.run(caller, ({ tx }) => findEndpoint(tx, caller.organisationId, id));
    if (!endpoint) throw notFound('webhook endpoint');
    reply.header('etag', `"${endpoint.version}"`);
    return endpoint;
  }

  @ChangeEndpointDoc()
  @Permit('webhooks:manage')
  @Patch(':id')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: ChangeEndpointDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    const endpoint = await this.actions.run(caller, (tools) =>
      changeEndpoint(this.endpointTools(tools), id, version, dto),
    );
    reply.header('etag', `"${endpoint.version}"`);
    this.jobs.wake('delivery.lane', { endpointId: id });
    return endpoint;
  }

  @DeleteEndpointDoc()
  @Permit('webhooks:manage')
  @HttpCode(204)
  @Delete(':id')
  delete(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<void> {
    return this.actions.run(caller, (tools) => deleteEndpoint(this.endpointTools(tools), id));
  }

  @RotateSecretDoc()
  @StepUp()
  @Permit('webhooks:manage')
  @HttpCode(200)
  @Post(':id/rotate-secret')
  async rotate(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<ShownSecrets & { previousExpiresAt: Date }> {
    return (await this.actions.change(caller, request, 200, (tools) => rotateSecret(this.endpointTools(tools), id)))
      .body;
  }

  @TestEndpointDoc()
  @Permit('webhooks:manage')
  @HttpCode(202)
  @Post(':id/test')
  async test(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: TestEndpointDto,
  ): Promise<{ endpointId: Uuid }> {
    const { body } = await this.actions.change(caller, request, 202, async (tools) => {
      await sendTestEvent(this.endpointTools(tools), id, publicUrlOf(this.settings), dto.eventType);
      return { endpointId: id };
    });
    this.jobs.wake('delivery.lane', { endpointId: id });
    return body;
  }

  @ListAttemptsDoc()
  @Permit('webhooks:manage')
  @Get(':id/attempts')
  async attempts(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() query: ListAttemptsDto,
  ): Promise<{ data: AttemptView[]; next: string | null }> {
    return this.actions.run(caller, async ({ tx, vault }) => {
      if (!(await findEndpoint(tx, caller.organisationId, id))) throw notFound('webhook endpoint');
      const data = await listAttempts({ tx, vault }, id, readCursor(query.cursor), query.limit);
      const last = data.at(-1);
      return {
        data,
        next: data.length === query.limit && last ? `${last.startedAt.toISOString()}_${last.deliveryId}` : null,
      };
    });
  }

  private endpointTools({ tx, vault, clock, caller }: ReferralTools): EndpointTools {
    return { tx, vault, clock, sender: this.sender, organisationId: caller.organisationId };
  }
}

/** A cursor names the last attempt of a page: several may have begun in one millisecond. */
function readCursor(cursor: string | undefined): { startedAt: Date; deliveryId: Uuid } | undefined {
  const [time, deliveryId] = cursor?.split('_') ?? [];
  return time === undefined || deliveryId === undefined ? undefined : { startedAt: new Date(time), deliveryId };
}
