import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { findMeetingLink, type MeetingLink } from '#delivery';
import { Directory } from '#directory';
import type { Caller } from '#identity';
import { HubError, type Clock } from '#kernel';
import {
  answerMeeting,
  answerMinutes,
  answers,
  readAnswers,
  readMeeting,
  readMinutes,
  type MeetingTools,
} from '#meetings';
import { ApiDatabase } from '#platform/database';
import { ApiActions, CLOCK, Public, ReadsForm } from '#runtime';
import { STYLE, unknownPage, type Page } from '../acknowledge/page';
import { coordinatorOf, onFault, sendPage } from '../acknowledge/link-pages';
import type { Reply } from '../http/reply';
import { acted, seen } from '../meetings/meeting-actions';
import { answeredPage, approvalPage, invitationPage, overPage, type LinkFacts } from './meeting-page';

type Form = Readonly<Record<string, unknown>>;

/** The pages behind the links in mails about meetings: plain HTML, without JavaScript and without an account. */
@ApiExcludeController()
@Controller('meeting-links')
export class MeetingLinkController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Public()
  @Get('style.css')
  style(@Res() reply: Reply): void {
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(STYLE);
  }

  /** Shows what is asked, and changes nothing: mail scanners open links before people do. */
  @Public()
  @Get(':token')
  async show(@Param('token') token: string, @Res() reply: Reply): Promise<void> {
    sendPage(reply, await this.pageFor(token, undefined).catch(onFault));
  }

  /** Answers as the body that the mail was sent to. The first answer stands: asked again, it is shown. */
  @Public()
  @ReadsForm()
  @Post(':token')
  async answer(@Param('token') token: string, @Body() form: Form, @Res() reply: Reply): Promise<void> {
    sendPage(reply, await this.pageFor(token, form).catch(onFault));
  }

  private async pageFor(token: string, form: Form | undefined): Promise<Page> {
    const link = await findMeetingLink(this.database, token);
    if (!link) return unknownPage();
    const caller = callerOf(link);
    const facts = await this.factsOf(link, caller);
    const open = link.expiresAt > this.clock.now();
    try {
      if (form !== undefined && open)
        await acted(this.actions, caller, (tools) =>
          link.round === null ? come(tools, link, form) : answer(tools, link, form),
        );
      return await seen(this.actions, caller, (tools) =>
        link.round === null ? invitation(tools, link, facts, open) : minutes(tools, link, link.round, facts, open),
      );
    } catch (error) {
      // Called off, moved on, or answered from elsewhere between the look and the deed.
      if (error instanceof HubError && error.code === 'illegal_transition') return overPage(facts);
      if (error instanceof HubError && error.code === 'invalid_input') return overPage(facts, error.errors[0]?.message);
      throw error;
    }
  }

  private async factsOf(link: MeetingLink, caller: Caller): Promise<LinkFacts> {
    const { operation } = await this.directory.operation(link.operation);
    const meeting = await seen(this.actions, caller, (tools) => readMeeting(tools, link.meetingId));
    return {
      meeting,
      body: operation.bodies.find(({ slug }) => slug === link.slug)?.shortName ?? link.slug,
      operation: operation.title,
      until: link.expiresAt,
      contact: coordinatorOf(operation),
    };
  }
}

/** Acts for the body of the link, with no scope: the link allows one thing. */
function callerOf({ organisationId, slug, meetingId, operation }: MeetingLink): Caller {
  return { organisationId, slug, keyId: meetingId, scopes: [], operations: [operation], link: true };
}

async function come(tools: MeetingTools, { meetingId, slug }: MeetingLink, form: Form): Promise<void> {
  const chosen = answers.find((one) => one === form['answer']);
  if (!chosen || (await ownAnswer(tools, meetingId, slug)) !== 'none') return;
  await answerMeeting(tools, meetingId, chosen);
}

async function invitation(
  tools: MeetingTools,
  { meetingId, slug }: MeetingLink,
  facts: LinkFacts,
  open: boolean,
): Promise<Page> {
  const own = await ownAnswer(tools, meetingId, slug);
  if (own !== 'none') return answeredPage(facts, own);
  return open && facts.meeting.state === 'scheduled' ? invitationPage(facts) : overPage(facts);
}

async function ownAnswer(tools: MeetingTools, meetingId: string, slug: string): Promise<string> {
  return (await readAnswers(tools, meetingId)).find(({ body }) => body === slug)?.answer ?? 'none';
}

async function answer(tools: MeetingTools, link: MeetingLink, form: Form): Promise<void> {
  const { round, answers: given } = await readMinutes(tools, link.meetingId);
  const mine = given.some((one) => one.round === link.round && one.body === link.slug);
  const chosen = (['approved', 'changes_requested'] as const).find((one) => one === form['answer']);
  if (!chosen || mine || round !== link.round) return;
  const remarks = typeof form['remarks'] === 'string' ? form['remarks'].trim().slice(0, 4_000) : '';
  await answerMinutes(tools, link.meetingId, chosen, remarks === '' ? undefined : remarks);
}

async function minutes(
  tools: MeetingTools,
  { meetingId, slug }: MeetingLink,
  round: number,
  facts: LinkFacts,
  open: boolean,
): Promise<Page> {
  const view = await readMinutes(tools, meetingId);
  const mine = view.answers.find((one) => one.round === round && one.body === slug);
  if (mine) return answeredPage(facts, mine.answer);
  return open && view.state === 'submitted' && view.round === round ? approvalPage(facts, view) : overPage(facts);
}
