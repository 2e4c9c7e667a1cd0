import type { Capacity, RoutingRule, RuleCondition } from '#directory';
import { targetsOf } from '../domain/rule-matching';

/** A rule as people read it. */
export interface RuleView {
  readonly id: string;
  readonly title: string;
  readonly provision: string;
  /** One sentence for each condition; all of them must hold. None: the rule always applies. */
  readonly conditions: readonly string[];
  readonly effect: 'include' | 'allow' | 'refuse';
  /** Slugs or roles. */
  readonly bodies: readonly string[];
  readonly capacity: Capacity | null;
  readonly profile: string | null;
  /** What the rule does, in a sentence. */
  readonly consequence: string;
}

const SUBJECT: Readonly<Record<keyof RuleCondition, string>> = {
  kinds: 'The message is of kind',
  senders: 'It is sent by',
  services: 'It asks for',
  minor: 'The person',
  areas: 'The case touches',
  exploitationTypes: 'The type of exploitation is',
  keywords: 'A keyword is',
  priorities: 'The priority is',
  capacity: 'The capacity of the body for it is',
};

const AGE: Readonly<Record<string, string>> = {
  yes: 'is a child',
  no: 'is an adult',
  presumed: 'is presumed to be a child',
};

/** Puts a rule into words. Which rule applies is decided by its data, never by these. */
export function describeRule(rule: RoutingRule): RuleView {
  const { id, title, provision, then } = rule;
  const bodies = targetsOf(rule);
  const effect = 'include' in then ? 'include' : 'allow' in then ? 'allow' : 'refuse';
  const granted = 'refuse' in then ? undefined : then;
  return {
    id,
    title,
    provision,
    conditions: conditionsOf(rule.when),
    effect,
    bodies,
    capacity: granted?.as ?? null,
    profile: granted?.profile ?? null,
    consequence: consequenceOf(effect, bodies, granted),
  };
}

function conditionsOf(when: RuleCondition): string[] {
  return (Object.keys(SUBJECT) as (keyof RuleCondition)[]).flatMap((key) => {
    const values = when[key];
    if (values === undefined) return [];
    return [`${SUBJECT[key]} ${list(key === 'minor' ? values.map((value) => AGE[value] ?? value) : values, 'or')}.`];
  });
}

function consequenceOf(
  effect: RuleView['effect'],
  bodies: readonly string[],
  granted: { readonly as: Capacity; readonly profile: string } | undefined,
): string {
  const given = granted ? ` in the capacity "${granted.as}" with the profile "${granted.profile}"` : '';
  switch (effect) {
    case 'include':
      return `It is sent to ${list(bodies, 'and')}${given}.`;
    case 'allow':
      return `The sender may address ${list(bodies, 'and')}${given}.`;
    case 'refuse':
      return `It is kept from ${list(bodies, 'and')}, whatever other rules say.`;
  }
}

function list(values: readonly string[], word: 'and' | 'or'): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} ${word} ${values.at(-1) ?? ''}`;
}
