/** Something this machine lacks; the message is one sentence that says what, and how to get it. */
export class MissingPrerequisite extends Error {
  override readonly name = 'MissingPrerequisite';
}
