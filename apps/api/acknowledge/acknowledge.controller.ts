import { Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { findLink, useLink, type AcknowledgementLink } from '#delivery';
import { Directory } from '#directory';
import type { Caller } from '#identity';
import { HubError, type Clock } from '#kernel';
import { ApiDatabase } from '#platform/database';
import { acknowledge } from '#referrals';
import { ApiActions, CLOCK, Public, TakesForms } from '#runtime';
import type { Reply } from '../http/reply';
import { coordinatorOf, onFault, sendPage } from './link-pages';
import {
  STYLE,
  askPage,
  calledOffPage,
  expiredPage,
  receiptPage,
  unknownPage,
  type Contact,
  type Page,
  type PageFacts,
} from './page';

const RECALLED = ['recalled', 'recall_confirmed'];
const CALLED_OFF = [...RECALLED, 'cancel_requested', 'cancelled'];

/** A link that may act, with what its page shows. */
interface OpenLink {
  readonly link: AcknowledgementLink;
  readonly facts: PageFacts;
  readonly contact: Contact;
}

/** The pages behind the links in mails: plain HTML, without JavaScript and without an account. */
@ApiExcludeController()
@Controller('acknowledge')
export class AcknowledgeController {
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

  /** Shows what waits, and changes nothing: mail scanners open links before people do. */
  @Public()
  @Get(':token')
  async show(@Param('token') token: string, @Res() reply: Reply): Promise<void> {
    await this.answer(token, reply, ({ link, facts }) =>
      Promise.resolve(
        link.receiptId !== null && link.acknowledgedAt !== null
          ? receiptPage(facts, { receiptId: link.receiptId, acknowledgedAt: link.acknowledgedAt })
          : askPage(facts),
      ),
    );
  }

  /** Acknowledges as the body that the mail was sent to; asked again, it shows the same receipt. */
  @Public()
  @TakesForms()
  @Post(':token')
  async acknowledge(@Param('token') token: string, @Res() reply: Reply): Promise<void> {
    await this.answer(token, reply, async ({ link, facts }) => {
      const receipt = await this.actions.act(callerOf(link), async (tools) => {
        const made = await acknowledge(tools, link.messageId, 'link');
        await useLink(tools.tx, token, tools.clock.now());
        return made;
      });
      return receiptPage(facts, receipt);
    });
  }

  private async answer(token: string, reply: Reply, work: (open: OpenLink) => Promise<Page>): Promise<void> {
    sendPage(reply, await this.pageFor(token, work).catch(onFault));
  }

  private async pageFor(token: string, work: (open: OpenLink) => Promise<Page>): Promise<Page> {
    const open = await this.open(token);
    if (!open) return unknownPage();
    const { link, facts, contact } = open;
    if (link.expiresAt <= this.clock.now()) return expiredPage(facts, contact);
    if (isOver(link)) return calledOffPage(facts, RECALLED.includes(link.state), contact);
    try {
      return await work(open);
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'illegal_transition') throw error;
      // Called off between the look and the deed.
      return calledOffPage(facts, RECALLED.includes(String(error.extra['state'])), contact);
    }
  }

  private async open(token: string): Promise<OpenLink | undefined> {
    const link = await findLink(this.database, token);
    if (!link) return undefined;
    const { operation } = await this.directory.operation(link.operation);
    const { reference, kind, priority, messageStatus, dueAt } = link;
    const body = operation.bodies.find(({ slug }) => slug === link.slug)?.shortName ?? link.slug;
    const facts = { reference, kind, priority, messageStatus, dueAt, body };
    return {
      link,
      facts: { ...facts, operation: operation.title, timeZone: operation.timeZone },
      contact: coordinatorOf(operation),
    };
  }
}

/** Acts for the body of the link, with no scope: the link allows one thing. */
function callerOf({ organisationId, slug, messageId }: AcknowledgementLink): Caller {
  return { organisationId, slug, keyId: messageId, scopes: [], link: true };
}

/** Called off; or ended, be it closed since, before the body acknowledged. */
function isOver({ state, receiptId }: AcknowledgementLink): boolean {
  return CALLED_OFF.includes(state) || (state !== 'pending' && receiptId === null);
}
