import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** How figures are kept from pointing to a person before they are published. */
export class FiguresConfig {
  /** k: nothing from 1 to k - 1 is published, and nothing that such a number could be derived from. */
  @Env('SUPPRESSION_THRESHOLD')
  @Type(() => Number)
  @IsInt()
  @Min(3)
  @Max(1_000)
  threshold = 11;
}
