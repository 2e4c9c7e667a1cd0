import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Directory } from '#directory';
import type { Caller, IdempotentRequest } from '#identity';
import type { Clock, Uuid } from '#kernel';
import {
  answerMeeting,
  createFeed,
  listFeeds,
  readAnswers,
  readFeed,
  revokeFeed,
  systemZones,
  readReply,
  takeReply,
  type AnswerView,
  type FeedView,
  type NewFeed,
  type ReplyTaken,
} from '#meetings';
import { ApiDatabase } from '#platform/database';
import {
  ApiActions,
  CLOCK,
  CurrentCaller,
  Idempotent,
  Permit,
  Public,
  SETTINGS,
  publicUrlOf,
  type Settings,
} from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { AnswerMeetingDto, CalendarReplyDto, CreateFeedDto } from './calendar.dto';
import * as docs from './calendar.docs';
import { acted, once, seen } from './meeting-actions';

/** Invitations and what bodies answer to them, and calendars to follow. */
@ApiTags('meetings')
@Controller('v1')
export class CalendarController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @docs.ReadAnswersDoc()
  @Permit('meetings:read')
  @Get('meetings/:id/answers')
  async answers(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: AnswerView[]; next: null }> {
    return { data: await seen(this.actions, caller, (tools) => readAnswers(tools, id)), next: null };
  }

  @docs.AnswerMeetingDoc()
  @Permit('meetings:read')
  @HttpCode(200)
  @Post('meetings/:id/answers')
  async answer(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { answer }: AnswerMeetingDto,
  ): Promise<{ data: AnswerView[]; next: null }> {
    const { body } = await once(this.actions, caller, request, 200, async (tools) => ({
      data: await answerMeeting(tools, id, answer),
      next: null,
    }));
    return body;
  }

  @docs.CreateFeedDoc()
  @Permit('meetings:read')
  @Post('calendar/feeds')
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Body() dto: CreateFeedDto,
  ): Promise<NewFeed & { href: string }> {
    // Never kept under an Idempotency-Key: its secret is shown once, and another feed harms nobody.
    const feed = await acted(this.actions, caller, (tools) => createFeed(tools, dto));
    return { ...feed, href: `${publicUrlOf(this.settings)}/v1/calendar/${feed.token}.ics` };
  }

  @docs.ListFeedsDoc()
  @Permit('meetings:read')
  @Get('calendar/feeds')
  async feeds(@CurrentCaller() caller: Caller): Promise<{ data: FeedView[]; next: null }> {
    return { data: await seen(this.actions, caller, listFeeds), next: null };
  }

  @docs.RevokeFeedDoc()
  @Permit('meetings:read')
  @HttpCode(204)
  @Delete('calendar/feeds/:id')
  revoke(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<void> {
    return acted(this.actions, caller, (tools) => revokeFeed(tools, id));
  }

  @docs.CalendarReplyDoc()
  @Permit('meetings:read')
  @HttpCode(200)
  @Post('calendar/reply')
  async reply(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { calendar }: CalendarReplyDto,
  ): Promise<ReplyTaken> {
    const reply = await readReply(calendar);
    return (await once(this.actions, caller, request, 200, (tools) => takeReply(tools, reply))).body;
  }

  @docs.ReadFeedDoc()
  @Public()
  @Get('calendar/:token.ics')
  async read(@Param('token') token: string, @Res() reply: Reply): Promise<void> {
    const services = {
      ...{ clock: this.clock, directory: this.directory, zones: systemZones },
      publicUrl: publicUrlOf(this.settings),
    };
    const calendar = await readFeed(this.database, services, token);
    reply.header('cache-control', 'private, no-store').type('text/calendar; charset=utf-8').send(calendar);
  }
}
