/** Milliseconds after a key or a click for which what the page asks counts as asked by a person. */
const ATTENTION = 60_000;
let lastSeen = Date.now();

for (const event of ['pointerdown', 'keydown'])
  globalThis.addEventListener(
    event,
    () => {
      lastSeen = Date.now();
    },
    { capture: true, passive: true },
  );

/** Whether somebody sits before the page. What it asks by itself does not keep a session alive. */
export function isSomebodyHere(): boolean {
  return Date.now() - lastSeen < ATTENTION;
}
