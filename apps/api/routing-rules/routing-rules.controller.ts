import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import { HubError, notFound } from '#kernel';
import {
  explainRouting,
  previewRules,
  readRuleSet,
  type RoutingExplanation,
  type RoutingQuestion,
  type RulesPreview,
  type RuleSetView,
} from '#routing';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { ExplainRoutingDoc, PreviewRulesDoc, ReadOlderRuleSetDoc, ReadRuleSetDoc } from './routing-rules.docs';
import { ExplainRoutingDto, OwnOperationDto, PreviewRulesDto } from './routing-rules.dto';

@ApiTags('routing rules')
@Controller('v1/routing-rules')
export class RoutingRulesController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ReadRuleSetDoc()
  @Permit('directory:read')
  @Get()
  inForce(@CurrentCaller() caller: Caller, @Query() { operation }: OwnOperationDto): Promise<RuleSetView> {
    return this.actions.run(caller, (tools) => readRuleSet(tools, operation));
  }

  @ReadOlderRuleSetDoc()
  @Permit('directory:read')
  @Get(':operation/:version')
  older(
    @CurrentCaller() caller: Caller,
    @Param('operation') operation: string,
    @Param('version') version: string,
  ): Promise<RuleSetView> {
    if (!/^[1-9]\d{0,8}$/.test(version)) throw notFound('rule set');
    return this.actions.run(caller, (tools) => readRuleSet(tools, operation, Number(version)).catch(absent));
  }

  @ExplainRoutingDoc()
  @Permit('referrals:read')
  @HttpCode(200)
  @Post('explain')
  explain(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Body() dto: ExplainRoutingDto,
  ): Promise<RoutingExplanation> {
    return this.actions.run(caller, (tools) => explainRouting(tools, dto as RoutingQuestion));
  }

  @PreviewRulesDoc()
  @Permit('referrals:read')
  @HttpCode(200)
  @Post('preview')
  preview(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Body() dto: PreviewRulesDto,
  ): Promise<RulesPreview> {
    return this.actions.run(caller, (tools) => previewRules(tools, dto.operation, dto.definition));
  }
}

/** In a path, an operation of others is a record that is not there. */
function absent(error: unknown): never {
  throw error instanceof HubError && error.code === 'operation_unknown' ? notFound('rule set') : error;
}
