import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import { CurrentCaller, Permit } from '#runtime';
import type { Reply } from '../http/reply';
import { EventStreams } from './event-streams';
import { FollowEventsDoc } from './events.docs';

interface EventsRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

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
    @Req() request: EventsRequest,
    @Res() reply: StreamingReply,
  ): Promise<void> {
    const { authorization, 'last-event-id': lastEventId } = request.headers;
    // Fastify answers HEAD by GET: nobody would read the stream, and nobody would end it.
    const stream = request.method === 'HEAD' ? '' : await this.streams.listen(caller, authorization, lastEventId);
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
