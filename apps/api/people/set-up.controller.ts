import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { countAddress, useSetUpLink } from '#identity';
import type { Clock } from '#kernel';
import { ApiDatabase } from '#platform/database';
import { CLOCK, Public, SETTINGS, publicUrlOf, refuseForeignPages, type CallerRequest, type Settings } from '#runtime';
import { Vault } from '#vault';
import { SetUpDoc } from './people.docs';
import { SetUpDto } from './people.dto';

/** Where a person sets their password by the link that they were given. */
@ApiTags('people')
@Controller('v1/session/set-up')
export class SetUpController {
  constructor(
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @SetUpDoc()
  @Public()
  @Post()
  @HttpCode(204)
  async setUp(@Body() { token, password }: SetUpDto, @Req() request: CallerRequest): Promise<void> {
    refuseForeignPages(request, publicUrlOf(this.settings));
    const { database, clock, vault } = this;
    await countAddress({ database, clock, vault }, request.ip);
    await useSetUpLink({ database, clock }, token, password);
  }
}
