import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import { acknowledgeProvisions, readProvisionMatrix, type ProvisionMatrix } from '#provisions';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { AcknowledgeProvisionsDoc, ReadProvisionsDoc } from './provisions.docs';
import { AcknowledgeProvisionsDto, ReadProvisionsDto } from './provisions.dto';

/** The policy's provisions in an operation, and which commanders know them. */
@ApiTags('provisions')
@Controller('v1/provisions')
export class ProvisionsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ReadProvisionsDoc()
  @Permit('directory:read')
  @Get()
  read(@CurrentCaller() caller: Caller, @Query() { operation }: ReadProvisionsDto): Promise<ProvisionMatrix> {
    return this.actions.run(caller, (tools) => readProvisionMatrix(tools, operation));
  }

  @AcknowledgeProvisionsDoc()
  @Permit('provisions:acknowledge')
  @HttpCode(200)
  @Post('acknowledgements')
  async acknowledge(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: AcknowledgeProvisionsDto,
  ): Promise<ProvisionMatrix> {
    return (await this.actions.change(caller, request, 200, (tools) => acknowledgeProvisions(tools, dto))).body;
  }
}
