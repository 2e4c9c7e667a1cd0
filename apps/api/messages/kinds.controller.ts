import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { messageKinds, type MessageKind } from '#messages';
import { Permit } from '#runtime';
import { ListKindsDoc } from './messages.docs';

export interface KindView {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly summary: string;
  readonly distribution: string;
  readonly asks: string;
  readonly carriesCase: boolean;
  readonly addressing: string;
  readonly repliesTo: readonly string[] | null;
  readonly mustReply: boolean;
  readonly marks: MessageKind['marks'];
  readonly schema: MessageKind['schema'];
}

/** What can be sent: the kinds that this hub knows. */
@ApiTags('messages')
@Controller('v1/message-kinds')
export class KindsController {
  @ListKindsDoc()
  @Permit('directory:read')
  @Get()
  list(): { data: KindView[]; next: null } {
    return { data: messageKinds.all().map(viewOf), next: null };
  }
}

function viewOf(kind: MessageKind): KindView {
  const { name, version, title, summary, distribution, asks, carriesCase, addressing, marks, schema } = kind;
  return {
    name,
    version,
    title,
    summary,
    distribution,
    asks,
    carriesCase,
    addressing,
    repliesTo: kind.repliesTo ?? null,
    mustReply: kind.mustReply === true,
    marks,
    schema,
  };
}
