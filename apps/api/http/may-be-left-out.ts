import { ValidateIf } from 'class-validator';

/**
 * The member can be absent. Unlike `IsOptional` of class-validator it lets no null through: the API document says of no
 * member of a request that it can be null, and what is null would be kept or taken for a value.
 */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
