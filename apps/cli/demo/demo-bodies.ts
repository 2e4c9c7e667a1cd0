/** Who sends the cases of an operation: the headquarters of the mission. */
export const SENDERS = { afghanistan: 'isaf-hq', kosovo: 'kfor-hq' } as const;

/** Habits (of the sandbox partner) that make the demo more than a fair-weather run. All others are prompt. */
const HABITS: Readonly<Record<string, string | undefined>> = {
  unhcr: 'slow',
  unicef: 'down',
  'unama-hru': 'flaky',
  'unmik-police': 'flaky',
  aihrc: 'declines',
  'afghan-security-forces': 'declines',
};

export function habitOf(body: string): string {
  return HABITS[body] ?? 'prompt';
}
