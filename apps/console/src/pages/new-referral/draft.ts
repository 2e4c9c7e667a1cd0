import type { Schemas } from '#api-client';

export type Body = Schemas['ReferralBody'];
export type Priority = Schemas['ReferralSummary']['priority'];
export type Status = Schemas['ReferralSummary']['status'];

/** What the question pages ask of a draft: the part of it that a person changes. */
export interface Draft {
  readonly priority: Priority;
  readonly status: Status;
  readonly to: readonly string[];
  readonly body: Body;
}

/** The pages after the first, in the order in which they are asked. */
export const steps = ['person', 'trafficking', 'consent', 'recipients', 'check'] as const;
export type Step = (typeof steps)[number];

export function draftOf(referral: Schemas['Referral']): Draft | undefined {
  const { priority, status, to, body } = referral;
  return body === null ? undefined : { priority, status, to, body };
}

/** A group of fields with the answers laid over it; what was emptied is left out, and so is a group without a field. */
export function laidOver<Part extends object>(
  part: Part | undefined,
  answers: { readonly [Key in keyof Part]?: Part[Key] | undefined },
): Part | undefined {
  const whole = Object.entries({ ...part, ...answers }).filter(([, value]) => !isEmpty(value));
  return whole.length === 0 ? undefined : (Object.fromEntries(whole) as Part);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The body with one of its groups changed. */
export function withPart<Name extends 'person' | 'trafficking' | 'request' | 'child'>(
  body: Body,
  name: Name,
  answers: { readonly [Key in keyof NonNullable<Body[Name]>]?: NonNullable<Body[Name]>[Key] | undefined },
): Body {
  const { [name]: before, ...rest } = body;
  const part = laidOver(before as NonNullable<Body[Name]> | undefined, answers);
  return (part === undefined ? rest : { ...rest, [name]: part }) as Body;
}
