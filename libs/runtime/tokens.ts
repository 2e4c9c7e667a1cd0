/** Injection tokens of what has no class of its own. */
export const SETTINGS = Symbol('settings');
export const DUTIES = Symbol('duties');
export const CLOCK = Symbol('clock');
export const LOG = Symbol('log');
