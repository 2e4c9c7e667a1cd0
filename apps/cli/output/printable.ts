// C0 but tab and line feed, DEL, C1, and what turns the direction of writing.
// eslint-disable-next-line no-control-regex
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text that others wrote, made safe for a terminal: what would steer it is shown as an escape. JSON stays the same
 * JSON by it.
 */
export function printable(text: string): string {
  return text.replace(STEERING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
