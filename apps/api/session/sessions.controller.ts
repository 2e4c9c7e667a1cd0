import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { endSession, listSessions, type Caller, type SessionView } from '#identity';
import { notFound, type Uuid } from '#kernel';
import { ApiActions, AnyKey, CurrentCaller } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { personOf } from './person-of';
import { EndSessionDoc, ListSessionsDoc } from './session.docs';

type ListedSession = SessionView & { readonly current: boolean };

/** Where whoever is signed in is signed in besides. */
@ApiTags('people')
@Controller('v1/sessions')
export class SessionsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListSessionsDoc()
  @AnyKey()
  @Get()
  async list(@CurrentCaller() caller: Caller): Promise<{ data: ListedSession[]; next: null }> {
    const { id, sessionId } = personOf(caller);
    const open = await this.actions.run(caller, ({ tx, clock }) => listSessions(tx, id, clock.now()));
    return { data: open.map((session) => ({ ...session, current: session.id === sessionId })), next: null };
  }

  @EndSessionDoc()
  @AnyKey()
  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<void> {
    const { id: personId } = personOf(caller);
    const { organisationId } = caller;
    const ended = await this.actions.run(caller, ({ tx, clock }) =>
      endSession(tx, clock, { id, personId, organisationId, reason: 'revoked' }),
    );
    if (!ended) throw notFound('session');
  }
}
