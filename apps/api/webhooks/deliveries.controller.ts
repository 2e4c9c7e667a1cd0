import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  attemptsOf,
  findDelivery,
  findEndpoint,
  listDeliveries,
  resendDelivery,
  type DeliveryAttemptView,
  type DeliveryView,
} from '#delivery';
import type { Caller, IdempotentRequest } from '#identity';
import { notFound, type Uuid, nextCursor } from '#kernel';
import { HttpSender } from '#platform/http-client';
import { JobClient } from '#platform/queue';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { ListDeliveriesDto } from './delivery.dto';
import { ListDeliveriesDoc, ReadDeliveryDoc, ResendDeliveryDoc } from './deliveries.docs';
import { endpointTools } from './endpoint-tools';

/** What was, is and will be sent to a body's endpoints. */
@ApiTags('webhook endpoints')
@Controller('v1')
export class DeliveriesController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(HttpSender) private readonly sender: HttpSender,
    @Inject(JobClient) private readonly jobs: JobClient,
  ) {}

  @ListDeliveriesDoc()
  @Permit('webhooks:manage')
  @Get('webhook-endpoints/:id/deliveries')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() query: ListDeliveriesDto,
  ): Promise<{ data: DeliveryView[]; next: Uuid | null }> {
    return this.actions.run(caller, async ({ tx }) => {
      if (!(await findEndpoint(tx, caller.organisationId, id))) throw notFound('webhook endpoint');
      const data = await listDeliveries(tx, id, query);
      return { data, next: nextCursor(data, query.limit) };
    });
  }

  @ReadDeliveryDoc()
  @Permit('webhooks:manage')
  @Get('webhook-endpoints/:id/deliveries/:deliveryId')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Param('deliveryId', RecordId) deliveryId: Uuid,
  ): Promise<DeliveryView & { history: DeliveryAttemptView[] }> {
    return this.actions.run(caller, async ({ tx, vault }) => {
      const delivery = await findDelivery(tx, caller.organisationId, deliveryId);
      const endpoint = await findEndpoint(tx, caller.organisationId, id);
      if (!endpoint || delivery?.endpointId !== id) throw notFound('delivery');
      return { ...delivery, history: await attemptsOf({ tx, vault }, deliveryId) };
    });
  }

  @ResendDeliveryDoc()
  @Permit('webhooks:manage')
  @HttpCode(202)
  @Post('deliveries/:deliveryId/resend')
  async resend(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('deliveryId', RecordId) deliveryId: Uuid,
  ): Promise<DeliveryView> {
    const { body } = await this.actions.change(caller, request, 202, (tools) =>
      resendDelivery(endpointTools(tools, this.sender), deliveryId),
    );
    this.jobs.wake('delivery.lane', { endpointId: body.endpointId });
    return body;
  }
}
