import { OperationId } from '../http/slug';

export class ListCapacitiesDto {
  @OperationId({ description: 'The operation.' })
  operation: string;
}
