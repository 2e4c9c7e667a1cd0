import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';
import { OperationId } from '../http/slug';

export class ListCampaignsDto {
  @OperationId({ description: 'Only in this operation.', optional: true })
  operation?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 100, usually: 20 })
  limit = 20;
}
