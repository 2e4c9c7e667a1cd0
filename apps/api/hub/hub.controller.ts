import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { heldTo, type Caller } from '#identity';
import { HubError } from '#kernel';
import { JobClient } from '#platform/queue';
import { ApiActions, CurrentCaller, Permit, hubWork, waitingWakeUps, type HubState } from '#runtime';
import { Documented } from '../http/answers';

/** For whoever runs the hub: counts and times of its work, and no content. */
@ApiTags('service')
@Controller('v1/hub')
export class HubController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(JobClient) private readonly jobs: JobClient,
  ) {}

  @Documented({
    operationId: 'readHubState',
    summary: 'Read what waits in the hub, and how the endpoints of all bodies fare',
    description:
      'For operators of the hub: that role is given by its command line, not by bodies. Counts, times and codes; no address, reference or content.',
    status: 200,
    answer: 'How the hub does now.',
    schema: 'HubState',
  })
  @Permit('hub:operate')
  @Get('state')
  async state(@CurrentCaller() caller: Caller): Promise<HubState> {
    if (heldTo(caller) !== 'all')
      throw new HubError('forbidden', 'The hub serves every operation, and your role is held to some of them.');
    const [work, queues] = await Promise.all([
      this.actions.run(caller, ({ tx, clock }) => hubWork(tx, clock.now())),
      waitingWakeUps(this.jobs),
    ]);
    return { ...work, queues };
  }
}
