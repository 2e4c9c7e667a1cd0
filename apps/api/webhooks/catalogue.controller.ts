import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ed25519PublicJwk, eventTypes, type Ed25519PublicJwk } from '#delivery';
import { ApiDatabase } from '#platform/database';
import { Public } from '#runtime';
import { EVENT_TYPES } from './webhook.dto';
import { JwksDoc, ListEventTypesDoc } from './webhooks.docs';

/** What a receiver needs to know before it has a key: which events there are, and how to verify them. */
@ApiTags('webhook endpoints')
@Controller()
export class CatalogueController {
  constructor(@Inject(ApiDatabase) private readonly database: ApiDatabase) {}

  @ListEventTypesDoc()
  @Public()
  @Get('v1/event-types')
  eventTypes(): { data: { type: string; description: string }[]; next: null } {
    return { data: EVENT_TYPES.map((type) => ({ type, description: eventTypes[type] })), next: null };
  }

  @JwksDoc()
  @Public()
  @Header('cache-control', 'public, max-age=60')
  @Get('.well-known/webhook-jwks.json')
  async jwks(): Promise<{ keys: Ed25519PublicJwk[] }> {
    const rows = await this.database.statement<{ public_key: string }>('SELECT * FROM webhook_public_keys()');
    return { keys: rows.map(({ public_key }) => ed25519PublicJwk(public_key)) };
  }
}
