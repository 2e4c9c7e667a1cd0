import { Body, Controller, Delete, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  beginSecondFactor,
  confirmSecondFactor,
  demandFreshFactor,
  demandFreshProof,
  endAllSessions,
  hasSecondFactor,
  markSecondFactor,
  proveAgain,
  readPerson,
  removeSecondFactor,
  renewRecoveryCodes,
  type Caller,
} from '#identity';
import type { Clock } from '#kernel';
import { ApiDatabase } from '#platform/database';
import { ApiActions, AnyKey, CLOCK, CurrentCaller, StepUp } from '#runtime';
import { Vault } from '#vault';
import { personOf } from './person-of';
import {
  BeginSecondFactorDoc,
  ConfirmSecondFactorDoc,
  RemoveSecondFactorDoc,
  RenewRecoveryCodesDoc,
  StepUpDoc,
} from './second-factor.docs';
import { CodeDto, ProofDto } from './session.dto';

/** The second factor of whoever is signed in. */
@ApiTags('people')
@Controller('v1/session')
export class SecondFactorController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @StepUpDoc()
  @AnyKey()
  @Post('step-up')
  @HttpCode(204)
  async stepUp(@CurrentCaller() caller: Caller, @Body() dto: ProofDto): Promise<void> {
    const { database, vault, clock } = this;
    await proveAgain({ database, vault, clock }, personOf(caller), caller.organisationId, dto);
  }

  @BeginSecondFactorDoc()
  @AnyKey()
  @Post('second-factor')
  begin(@CurrentCaller() caller: Caller): Promise<{ readonly secret: string; readonly uri: string }> {
    const person = personOf(caller);
    const owner = { id: person.id, organisationId: caller.organisationId };
    return this.actions.run(caller, async (tools) => {
      const demand = (await hasSecondFactor(tools.tx, person.id)) ? demandFreshFactor : demandFreshProof;
      demand(person, tools.clock.now());
      return beginSecondFactor(tools, owner, (await readPerson(tools.tx, person.id)).email);
    });
  }

  @ConfirmSecondFactorDoc()
  @AnyKey()
  @Post('second-factor/confirm')
  confirm(
    @CurrentCaller() caller: Caller,
    @Body() { code }: CodeDto,
  ): Promise<{ readonly recoveryCodes: readonly string[] }> {
    const { id, sessionId } = personOf(caller);
    const { organisationId } = caller;
    return this.actions.run(caller, async (tools) => {
      const recoveryCodes = await confirmSecondFactor(tools, { id, organisationId }, code);
      await markSecondFactor(tools.tx, tools.clock, sessionId);
      // Whoever signed in without it has to come again with it.
      await endAllSessions(tools.tx, tools.clock, { personId: id, organisationId, reason: 'revoked', but: sessionId });
      return { recoveryCodes };
    });
  }

  @RemoveSecondFactorDoc()
  @StepUp()
  @AnyKey()
  @Delete('second-factor')
  @HttpCode(204)
  async remove(@CurrentCaller() caller: Caller): Promise<void> {
    const { id } = personOf(caller);
    await this.actions.run(caller, (tools) =>
      removeSecondFactor(tools, { id, organisationId: caller.organisationId }, undefined),
    );
  }

  @RenewRecoveryCodesDoc()
  @StepUp()
  @AnyKey()
  @Post('recovery-codes')
  renew(@CurrentCaller() caller: Caller): Promise<{ readonly recoveryCodes: readonly string[] }> {
    const { id } = personOf(caller);
    return this.actions.run(caller, async ({ tx, clock }) => ({
      recoveryCodes: await renewRecoveryCodes(tx, clock, { id, organisationId: caller.organisationId }),
    }));
  }
}
