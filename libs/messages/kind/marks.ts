import type { Classification, Tlp } from '#directory';

/** How a message is to be handled: whom it may be passed to (TLP 2.0), and its NATO classification. */
export interface Marks {
  readonly tlp: Tlp;
  readonly classification: Classification;
}
