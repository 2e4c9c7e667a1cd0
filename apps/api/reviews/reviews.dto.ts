import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, Length, Matches } from 'class-validator';
import { QUARTER, reviewEditions, type ReviewEdition } from '#reporting';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';
import { BodySlug, LONGEST_SLUG, OperationId, SLUG } from '../http/slug';
import { TEXT, TEXT_MESSAGE } from '../meetings/meeting-agenda.dto';

const MOST_OPERATIONS = 20;
const LONGEST_TEXT = 2_000;
const NO_QUARTER = { message: 'must be a quarter, as 2026-Q1' };
const quarter = (description: string) => ({ type: String, pattern: QUARTER.source, description });

/** The operations that a review is about. */
function Operations(description: string): PropertyDecorator {
  return (target, name) => {
    ApiProperty({
      type: 'array',
      items: { type: 'string', pattern: SLUG.source, maxLength: LONGEST_SLUG },
      minItems: 1,
      maxItems: MOST_OPERATIONS,
      uniqueItems: true,
      description,
    })(target, name);
    for (const check of [
      IsArray(),
      ArrayMinSize(1),
      ArrayMaxSize(MOST_OPERATIONS),
      ArrayUnique(),
      Length(1, LONGEST_SLUG, { each: true }),
      Matches(SLUG, { each: true, message: 'must hold ids of operations, for example "afghanistan"' }),
    ])
      check(target, name);
  };
}

export class MakeReviewDto {
  @Operations('The operations. The same set has its own numbers.')
  operations: string[];

  @ApiProperty(quarter('First quarter.'))
  @Matches(QUARTER, NO_QUARTER)
  from: string;

  @ApiProperty(quarter('Last quarter, included. It is over.'))
  @Matches(QUARTER, NO_QUARTER)
  to: string;
}

export class ListReviewsDto {
  @OperationId({ description: 'Only what is about this operation, among others or alone.', optional: true })
  operation?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 100, usually: 20 })
  limit = 20;
}

export class ReadReviewDto {
  @ApiPropertyOptional({
    enum: reviewEditions,
    default: 'published',
    description: 'What is published, or with it the exact figures of your body, if it made the report.',
  })
  @MayBeLeftOut()
  @IsIn(reviewEditions)
  edition: ReviewEdition = 'published';
}

export class RecommendDto {
  @Operations('The operations whose reviews list it.')
  operations: string[];

  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: LONGEST_TEXT,
    description: 'What is recommended. It is published with the next report: no personal data, nothing of a case.',
  })
  @IsString()
  @Length(1, LONGEST_TEXT)
  @Matches(TEXT, TEXT_MESSAGE)
  recommendation: string;

  @BodySlug({ description: 'The body that is to do it. Left out: all of them.', optional: true })
  addressee?: string;

  @ApiProperty({ format: 'date', description: 'The day by which it is to be done.' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'must be a day, as YYYY-MM-DD' })
  dueOn: string;
}

export class CloseRecommendationDto {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: LONGEST_TEXT,
    description: 'How it was done, or why it is not to be done. It is published with the next report.',
  })
  @IsString()
  @Length(1, LONGEST_TEXT)
  @Matches(TEXT, TEXT_MESSAGE)
  note: string;
}

export class ListRecommendationsDto extends ListReviewsDto {
  @ApiPropertyOptional({ enum: ['open', 'closed'], description: 'Only what is open, or closed.' })
  @MayBeLeftOut()
  @IsIn(['open', 'closed'])
  state?: 'open' | 'closed';
}
