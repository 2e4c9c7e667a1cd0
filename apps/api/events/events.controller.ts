import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import { CallerNow, CurrentCaller, Permit, type CallerRequest } from '#runtime';
import type { Reply } from '../http/reply';
import { EventStreams } from './event-streams';
import { FollowEventsDoc } from './events.docs';

interface StreamingReply extends Reply {
  readonly raw: ServerResponse;
}

@ApiTags('inbox')
@Controller('v1/events')
export class EventsController {
  constructor(@Inject(EventStreams) private readonly streams: EventStreams) {}

  @FollowEventsDoc()
  @Permit('inbox:read')
  @Get()
  async follow(
    @CurrentCaller() caller: Caller,
    @CallerNow() callerNow: () => Promise<Caller>,
    @Req() request: CallerRequest,
    @Res() reply: StreamingReply,
  ): Promise<void> {
    const lastEventId = request.headers['last-event-id']?.toString();
    // Fastify answers HEAD by GET: nobody would read the stream, and nobody would end it.
    const stream = request.method === 'HEAD' ? '' : await this.streams.listen(caller, callerNow, lastEventId);
    if (stream !== '') {
      // Who left while the stream was opened would keep its place.
      if (reply.raw.destroyed) stream.destroy();
      reply.raw.once('close', () => stream.destroy());
    }
    reply
      .header('cache-control', 'no-store')
      // Proxies that gather an answer before they pass it on would keep back what happens now.
      .header('x-accel-buffering', 'no')
      // When the hub stops, it waits for connections: this one is to end with the stream.
      .header('connection', 'close')
      .type('text/event-stream')
      .send(stream);
  }
}
