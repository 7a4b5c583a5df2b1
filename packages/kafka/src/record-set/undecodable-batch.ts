/** A batch of the log that cannot be decoded, or not as a whole. The message is a sentence that shows nothing of the data. */
export class UndecodableBatch extends Error {
  override readonly name = 'UndecodableBatch';
}
