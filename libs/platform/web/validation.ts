import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { invalidInput, type InputProblem } from '#kernel';

/** Checks DTOs: unknown members are refused, and every problem is named at once, by JSON pointer. */
export function hubValidationPipe(): ValidationPipe {
  return new HubValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidInput(flatten(errors, '')),
  });
}

/** A class's field is there, undefined, in every instance: what was left out would overwrite what it is spread over. */
class HubValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const dto: unknown = await super.transform(value, metadata);
    if (typeof dto === 'object' && dto !== null)
      for (const [name, member] of Object.entries(dto)) if (member === undefined) Reflect.deleteProperty(dto, name);
    return dto;
  }
}

function flatten(errors: readonly ValidationError[], parent: string): InputProblem[] {
  return errors.flatMap((error) => {
    const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      pointer,
      code: rule === 'whitelistValidation' ? 'unknown_field' : rule,
      message: rule === 'whitelistValidation' ? 'is not a known field. Check its spelling against /docs.' : message,
    }));
    return [...own, ...flatten(error.children ?? [], pointer)];
  });
}
