import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  AccessTokens,
  beginVerification,
  completeVerification,
  endpointHealth,
  findEndpoint,
  putChallenge,
  recover,
  type EndpointHealth,
  type EndpointView,
  type Recovered,
} from '#delivery';
import { isAnswered, type Caller, type IdempotentRequest } from '#identity';
import { notFound, type Clock, type Uuid } from '#kernel';
import { HttpSender } from '#platform/http-client';
import { JobClient } from '#platform/queue';
import { ApiActions, CLOCK, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { RecoverDto } from './delivery.dto';
import { EndpointHealthDoc, RecoverEndpointDoc, VerifyEndpointDoc } from './deliveries.docs';
import { endpointTools } from './endpoint-tools';

/** What a body does to bring an endpoint into service and back into it. */
@ApiTags('webhook endpoints')
@Controller('v1/webhook-endpoints/:id')
export class EndpointCareController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(HttpSender) private readonly sender: HttpSender,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(JobClient) private readonly jobs: JobClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The try is counted, made, and what came of it kept: nothing is open while the endpoint is asked. */
  @VerifyEndpointDoc()
  @Permit('webhooks:manage')
  @HttpCode(200)
  @Post('verify')
  async verify(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    const challenge = await this.actions.run(caller, async (tools) =>
      (await isAnswered(tools.tx, caller, request.key))
        ? undefined
        : beginVerification(endpointTools(tools, this.sender), id),
    );
    if (challenge) await putChallenge({ sender: this.sender, tokens: this.tokens, clock: this.clock }, challenge);
    const { body } = await this.actions.change(caller, request, 200, async (tools) => {
      if (challenge) return completeVerification(endpointTools(tools, this.sender), id, challenge.url);
      const endpoint = await findEndpoint(tools.tx, caller.organisationId, id);
      if (!endpoint) throw notFound('webhook endpoint');
      return endpoint;
    });
    reply.header('etag', `"${body.version}"`);
    this.jobs.wake('delivery.lane', { endpointId: id });
    return body;
  }

  @RecoverEndpointDoc()
  @Permit('webhooks:manage')
  @HttpCode(202)
  @Post('recover')
  async recover(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { since, until }: RecoverDto,
  ): Promise<Recovered> {
    const { body } = await this.actions.change(caller, request, 202, (tools) =>
      recover(endpointTools(tools, this.sender), id, {
        since: new Date(since),
        ...(until === undefined ? {} : { until: new Date(until) }),
      }),
    );
    this.jobs.wake('delivery.lane', { endpointId: id });
    return body;
  }

  @EndpointHealthDoc()
  @Permit('webhooks:manage')
  @Get('health')
  async health(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<EndpointHealth> {
    const health = await this.actions.run(caller, ({ tx }) => endpointHealth(tx, caller.organisationId, id));
    if (!health) throw notFound('webhook endpoint');
    return health;
  }
}
