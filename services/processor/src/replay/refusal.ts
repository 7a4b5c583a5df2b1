/** What was asked for would do harm, or cannot be done as things are. The message says why, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
