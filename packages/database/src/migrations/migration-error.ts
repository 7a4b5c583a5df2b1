export type MigrationErrorCode =
  /** Nobody answers at the address. */
  | 'unreachable'
  /** The server does not let us in, or does not have the database. */
  | 'refused'
  /** A migration failed in an earlier run and was left for a person to look at. */
  | 'failed_before'
  /** A file is not what was applied. */
  | 'edited'
  /** The database holds migrations that this version does not have, and lacks some that it has. */
  | 'diverged'
  /** A newer version has taken away what this one uses. */
  | 'outdated'
  /** A migration failed now. */
  | 'failed';

/** Why the database was not migrated, in words for who runs it; the message holds no credentials. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.code = code;
  }
}
