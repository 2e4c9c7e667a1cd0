import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Directory, dateIn, type Operation } from '#directory';
import type { Caller } from '#identity';
import type { Clock } from '#kernel';
import { CLOCK, CurrentCaller, Permit } from '#runtime';
import { ListAgreementsDto } from './directory.dto';
import { ListAgreementsDoc, ListOperationsDoc, ListOrganisationsDoc } from './directory.docs';

export interface OperationView {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly mission: string;
  readonly timeZone: string;
  readonly leadAgency: string;
  readonly bodies: readonly string[];
  readonly provisions: readonly { readonly id: string; readonly text: string }[];
  readonly ruleSetVersion: number;
}

export interface OrganisationView {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: string;
  readonly operations: readonly string[];
}

/** A written information-sharing agreement with a body. */
export interface AgreementView {
  readonly operation: string;
  readonly body: string;
  readonly reference: string;
  readonly from: string;
  readonly until: string | null;
  /** Whether it holds today, in the operation's time zone. */
  readonly inForce: boolean;
}

@ApiTags('directory')
@Controller('v1')
export class DirectoryController {
  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @ListOperationsDoc()
  @Permit('directory:read')
  @Get('operations')
  async operations(@CurrentCaller() caller: Caller): Promise<{ data: OperationView[]; next: null }> {
    const data = (await this.own(caller)).map(({ operation, version }) => ({
      id: operation.id,
      code: operation.code,
      title: operation.title,
      mission: operation.mission,
      timeZone: operation.timeZone,
      leadAgency: operation.leadAgency.body,
      bodies: operation.bodies.map(({ slug }) => slug),
      provisions: operation.provisions.map(({ id, text }) => ({ id, text })),
      ruleSetVersion: version,
    }));
    return { data, next: null };
  }

  @ListOrganisationsDoc()
  @Permit('directory:read')
  @Get('organisations')
  async organisations(@CurrentCaller() caller: Caller): Promise<{ data: OrganisationView[]; next: null }> {
    const own = await this.own(caller);
    const bySlug = new Map<string, OrganisationView>();
    for (const { operation } of own)
      for (const { slug, name, shortName, kind } of operation.bodies)
        bySlug.set(slug, {
          slug,
          name,
          shortName,
          kind,
          operations: [...(bySlug.get(slug)?.operations ?? []), operation.id],
        });
    return { data: [...bySlug.values()].sort((a, b) => a.slug.localeCompare(b.slug)), next: null };
  }

  @ListAgreementsDoc()
  @Permit('directory:read')
  @Get('agreements')
  async agreements(
    @CurrentCaller() caller: Caller,
    @Query() query: ListAgreementsDto,
  ): Promise<{ data: AgreementView[]; next: null }> {
    const own = (await this.own(caller)).filter(({ operation: { id } }) => (query.operation ?? id) === id);
    const data = own.flatMap(({ operation }) => {
      const today = dateIn(operation.timeZone, this.clock.now());
      return operation.agreements.map(({ body, reference, from, until }) => ({
        operation: operation.id,
        body,
        reference,
        from,
        until: until ?? null,
        inForce: from <= today && (until === undefined || today <= until),
      }));
    });
    return { data, next: null };
  }

  /** A body sees the operations that it takes part in. */
  private async own(caller: Caller): Promise<{ operation: Operation; version: number }[]> {
    return (await this.directory.operations()).filter(({ operation }) =>
      operation.bodies.some(({ slug }) => slug === caller.slug),
    );
  }
}
