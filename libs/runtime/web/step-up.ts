import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const STEP_UP = 'hub:step-up';

/** A person needs to have shown a second factor within the last ten minutes for this. A key needs its scope, as ever. */
export function StepUp(): CustomDecorator {
  return SetMetadata(STEP_UP, true);
}

/** Whether a route asks for it. */
export function asksStepUp(handler: object): boolean {
  return Reflect.getMetadata(STEP_UP, handler) === true;
}
