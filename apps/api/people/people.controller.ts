import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Directory } from '#directory';
import {
  changePerson,
  changeRoles,
  createPerson,
  endAllSessions,
  listPeople,
  makeSetUpLink,
  notTheirs,
  removeSecondFactor,
  viewPerson,
  type Caller,
  type HeldRole,
  type IdempotentRequest,
  type PersonView,
} from '#identity';
import { HubError, type Uuid, nextCursor } from '#kernel';
import { ApiActions, CurrentCaller, Idempotent, Permit, SETTINGS, StepUp, publicUrlOf, type Settings } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { personOf } from '../session/person-of';
import {
  AddPersonDoc,
  ChangePersonDoc,
  ChangeRolesDoc,
  ListPeopleDoc,
  MakeSetUpLinkDoc,
  ReadPersonDoc,
  RemoveOthersFactorDoc,
} from './people.docs';
import { AddPersonDto, ChangePersonDto, ChangeRolesDto, ListPeopleDto, type RoleDto } from './people.dto';

interface LinkView {
  readonly url: string;
  readonly expiresAt: Date;
}

/** The people of a body, managed by its focal points. */
@ApiTags('people')
@Controller('v1/people')
export class PeopleController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @ListPeopleDoc()
  @Permit('people:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit }: ListPeopleDto,
  ): Promise<{ data: PersonView[]; next: string | null }> {
    const data = await this.actions.run(caller, ({ tx, clock }) =>
      listPeople(tx, clock.now(), { limit, ...(cursor === undefined ? {} : { after: cursor }) }),
    );
    return { data, next: nextCursor(data, limit) };
  }

  @ReadPersonDoc()
  @Permit('people:read')
  @Get(':id')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<PersonView> {
    return answered(reply, await this.actions.run(caller, ({ tx, clock }) => viewPerson(tx, clock.now(), id)));
  }

  @AddPersonDoc()
  @StepUp()
  @Permit('people:manage')
  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { email, displayName, roles }: AddPersonDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<PersonView & { readonly setUp: LinkView }> {
    const { id: by } = personOf(caller);
    const wanted = await this.rolesAt(caller, roles);
    mayGrant(caller, wanted);
    const { organisationId } = caller;
    const { body } = await this.actions.change(caller, request, 201, async ({ tx, clock }) => {
      const id = await createPerson(tx, clock, { organisationId, email, displayName, roles: wanted, by });
      const setUp = this.linkOf(await makeSetUpLink(tx, clock, { id, organisationId }, by));
      return { ...(await viewPerson(tx, clock.now(), id)), setUp };
    });
    reply.header('location', `/v1/people/${body.id}`);
    return body;
  }

  @ChangePersonDoc()
  @StepUp()
  @Permit('people:manage')
  @Patch(':id')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() { displayName, locked }: ChangePersonDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<PersonView> {
    const by = someoneElse(caller, id);
    const changed = await this.actions.run(caller, async ({ tx, clock }) => {
      mayGrant(caller, (await viewPerson(tx, clock.now(), id)).roles);
      await changePerson(
        tx,
        clock,
        { id, organisationId: caller.organisationId, version, by },
        {
          ...(displayName === undefined ? {} : { displayName }),
          ...(locked === undefined ? {} : { disabled: locked }),
        },
      );
      return viewPerson(tx, clock.now(), id);
    });
    return answered(reply, changed);
  }

  @ChangeRolesDoc()
  @StepUp()
  @Permit('people:manage')
  @Put(':id/roles')
  async changeRoles(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() { roles }: ChangeRolesDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<PersonView> {
    const by = someoneElse(caller, id);
    const wanted = await this.rolesAt(caller, roles);
    const changed = await this.actions.run(caller, async ({ tx, clock }) => {
      const person = { id, organisationId: caller.organisationId, version, by };
      await changeRoles(tx, clock, person, wanted, ({ granted, revoked }) => {
        mayGrant(caller, [...granted, ...revoked]);
      });
      return viewPerson(tx, clock.now(), id);
    });
    return answered(reply, changed);
  }

  @MakeSetUpLinkDoc()
  @StepUp()
  @Permit('people:manage')
  @Post(':id/set-up-link')
  async makeLink(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<LinkView> {
    const by = someoneElse(caller, id);
    const { organisationId } = caller;
    const answer = await this.actions.change(caller, request, 201, async ({ tx, clock }) => {
      mayGrant(caller, (await viewPerson(tx, clock.now(), id)).roles);
      return this.linkOf(await makeSetUpLink(tx, clock, { id, organisationId }, by));
    });
    return answer.body;
  }

  @RemoveOthersFactorDoc()
  @StepUp()
  @Permit('people:manage')
  @Delete(':id/second-factor')
  @HttpCode(204)
  async removeSecondFactor(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<void> {
    const by = someoneElse(caller, id);
    const { organisationId } = caller;
    await this.actions.run(caller, async ({ tx, clock }) => {
      mayGrant(caller, (await viewPerson(tx, clock.now(), id)).roles);
      await removeSecondFactor({ tx, clock }, { id, organisationId }, by);
      await endAllSessions(tx, clock, { personId: id, organisationId, reason: 'revoked' });
    });
  }

  /** In an operation of the body, or in all of them. @throws HubError `operation_unknown` */
  private async rolesAt(caller: Caller, roles: readonly RoleDto[]): Promise<HeldRole[]> {
    const own = (await this.directory.operations()).filter(({ operation }) =>
      operation.bodies.some(({ slug }) => slug === caller.slug),
    );
    return roles.map(({ role, operation }) => {
      if (operation !== undefined && !own.some(({ operation: { id } }) => id === operation))
        throw new HubError(
          'operation_unknown',
          'Your body takes no part in an operation that is named. See /v1/operations.',
        );
      return { role, operation: operation ?? null };
    });
  }

  /** The token is in the fragment, which no browser sends and no log keeps. */
  private linkOf({ token, expiresAt }: { readonly token: string; readonly expiresAt: Date }): LinkView {
    return { url: `${publicUrlOf(this.settings)}/console/set-up#${token}`, expiresAt };
  }
}

/** Whose roles one may neither grant nor take, that person's account one may not open either. */
function mayGrant(caller: Caller, roles: readonly HeldRole[]): void {
  const beyond = notTheirs(roles, personOf(caller).operations);
  if (beyond.length === 0) return;
  throw new HubError(
    'forbidden',
    `You may not grant or take ${beyond.map(({ role, operation }) => `${role} in ${operation ?? 'all operations'}`).join(', ')}. Whoever runs the hub can: hub people roles.`,
  );
}

/** Who acts, on somebody else: nobody changes their own rights. */
function someoneElse(caller: Caller, id: Uuid): Uuid {
  const { id: by } = personOf(caller);
  if (by === id) throw new HubError('forbidden', 'That is your own account: another focal point does this for you.');
  return by;
}

function answered(reply: Reply, person: PersonView): PersonView {
  reply.header('etag', `"${person.version}"`);
  return person;
}
