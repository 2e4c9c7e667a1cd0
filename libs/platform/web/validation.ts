import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { invalidInput, type InputProblem } from '#kernel';

/** Checks DTOs: unknown members are refused, and every problem is named at once, by JSON pointer. */
export function hubValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidInput(flatten(errors, '')),
  });
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
