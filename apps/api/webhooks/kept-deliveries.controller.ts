import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { keptDeliveries, type KeptDelivery } from '#delivery';
import type { Caller } from '#identity';
import { lowestIdAt } from '#referrals';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { ListKeptDeliveriesDto } from './webhook.dto';
import { ListKeptDeliveriesDoc } from './webhooks.docs';

/** What is older, milliseconds, is not told: who was away for longer reads its inbox. */
const TOLD_FOR = 24 * 3_600_000;

/** The webhooks of a body with their bytes, for its developers: `hub listen`. */
@ApiTags('webhook endpoints')
@Controller('v1/webhook-deliveries')
export class KeptDeliveriesController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListKeptDeliveriesDoc()
  @Permit('webhooks:manage')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { after, endpoint, limit }: ListKeptDeliveriesDto,
  ): Promise<{ data: KeptDelivery[]; next: string | null }> {
    const data = await this.actions.run(caller, ({ tx, clock }) =>
      keptDeliveries(tx, {
        ...{
          organisationId: caller.organisationId,
          endpointId: endpoint,
          after: after?.toLowerCase(),
          limit,
        },
        since: lowestIdAt(clock.now().getTime() - TOLD_FOR),
      }),
    );
    return { data, next: data.at(-1)?.id ?? after ?? null };
  }
}
