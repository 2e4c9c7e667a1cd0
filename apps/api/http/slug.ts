import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Length, Matches } from 'class-validator';
import { MayBeLeftOut } from './may-be-left-out';

/** What operations, bodies and kinds are called in addresses and requests. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const LONGEST_SLUG = 64;

/** A set of bodies. */
export const SLUGS = {
  type: 'array',
  items: { type: 'string', pattern: SLUG.source, maxLength: LONGEST_SLUG },
  maxItems: 50,
  uniqueItems: true,
} as const;
export const NO_SLUG = { each: true, message: 'must hold slugs of bodies, for example "iom"' };

interface Kind {
  /** What it is for. */
  readonly description: string;
  readonly optional?: true;
}

/** The id of an operation. */
export function OperationId(kind: Kind): PropertyDecorator {
  return slug(kind, 'must be the id of an operation, for example "afghanistan"');
}

/** The slug of a body. */
export function BodySlug(kind: Kind): PropertyDecorator {
  return slug(kind, 'must be the slug of a body, for example "iom"');
}

function slug({ description, optional }: Kind, message: string): PropertyDecorator {
  const shape = { type: String, description, pattern: SLUG.source, maxLength: LONGEST_SLUG };
  return applyDecorators(
    ...(optional ? [ApiPropertyOptional(shape), MayBeLeftOut()] : [ApiProperty(shape)]),
    Length(1, LONGEST_SLUG),
    Matches(SLUG, { message }),
  );
}
