import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../web/permission';
import { Readiness } from './readiness';

interface Reply {
  status(code: number): Reply;
  send(body: unknown): unknown;
}

const HEALTH = {
  schema: {
    type: 'object' as const,
    required: ['status'],
    properties: {
      status: { type: 'string' as const, enum: ['up', 'down'] },
      checks: { type: 'object' as const, additionalProperties: { type: 'string' as const, enum: ['up', 'down'] } },
    },
  },
};

/** For the machines that watch the process. Says nothing of anybody's messages. */
@ApiTags('service')
@Controller()
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Public()
  @Get('health/live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process runs' })
  @ApiOkResponse({ description: 'It runs.', ...HEALTH })
  live(): { status: string } {
    return { status: 'up' };
  }

  @Public()
  @Get('health/ready')
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether the process can serve, and what is down when not' })
  @ApiOkResponse({ description: 'It can serve.', ...HEALTH })
  @ApiServiceUnavailableResponse({ description: 'Something that it needs is down.', ...HEALTH })
  async ready(@Res() reply: Reply): Promise<void> {
    const checks = await this.readiness.check();
    // Without its queue a process still serves: wake-ups are lost, the reconciler finds the work a second later.
    const up = checks['database'] === 'up';
    reply.status(up ? 200 : 503).send({ status: up ? 'up' : 'down', checks });
  }
}
