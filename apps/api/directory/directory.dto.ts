import { OperationId } from '../http/slug';

export class ListAgreementsDto {
  @OperationId({ description: 'Only this operation.', optional: true })
  operation?: string;
}
