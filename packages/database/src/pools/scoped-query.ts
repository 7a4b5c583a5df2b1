import { PgQuery, type WireConnection } from './pg-internals.ts';
import type { Setting } from './session-settings.ts';

/** The settings as PostgreSQL is told them, for the transaction that they are sent in. */
export interface SettingsScope {
  /** `SET LOCAL …; SET LOCAL …;` */
  readonly text: string;
  /** How many statements that are. */
  readonly count: number;
  /** The same as one statement without parameters. */
  readonly select: string;
}

export function scopeOf(settings: readonly Setting[]): SettingsScope {
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  // The names of a path are a list, and no text.
  const value = ([name, text]: Setting) => (name === 'search_path' ? text : literal(text));
  return {
    text: settings.map((setting) => `SET LOCAL ${setting[0]} = ${value(setting)};`).join(' '),
    count: settings.length,
    select: `SELECT ${settings.map(([name, text]) => `set_config(${literal(name)}, ${literal(text)}, true)`).join(', ')}`,
  };
}

const BEGIN = /^\s*(?:BEGIN|START\s+TRANSACTION)\b[^;]*/i;

export interface ScopedQueryOptions {
  readonly scope: SettingsScope;
  /** `I` between transactions. */
  readonly status: () => string | null;
  /** Says what a failure of the settings means; gives other failures back. */
  readonly describe: (error: Error) => Error;
}

/**
 * A query that brings the settings into its transaction: behind a BEGIN, and in front of a statement that is a transaction of
 * its own, always in the same round trip. PostgreSQL takes what is sent together for one transaction, so such a statement needs
 * no BEGIN, and its failure takes the settings back.
 */
export class ScopedQuery extends PgQuery {
  readonly #scope: SettingsScope;
  readonly #status: () => string | null;
  readonly #describe: (error: Error) => Error;
  /** Statements of its own that end before the settings do. */
  #before = 0;
  /** Statements of the settings that have not ended yet. */
  #settings = 0;
  #isNew = false;

  constructor(
    { scope, status, describe }: ScopedQueryOptions,
    config: unknown,
    values?: unknown,
    callback?: unknown,
  ) {
    super(config, values, callback);
    this.#scope = scope;
    this.#status = status;
    this.#describe = describe;
  }

  override submit(connection: WireConnection): Error | null {
    if (this.#status() !== 'I' || this.requiresPreparation()) return super.submit(connection);
    const { text } = this;
    const begin = BEGIN.exec(text)?.[0];
    this.#before = begin === undefined ? 0 : 1;
    this.#settings = this.#scope.count;
    this.text =
      begin === undefined
        ? `${this.#scope.text} ${text}`
        : `${begin}; ${this.#scope.text} ${text.slice(begin.length).replace(/^;/, '')}`;
    try {
      return super.submit(connection);
    } finally {
      this.text = text;
    }
  }

  override prepare(connection: WireConnection): void {
    if (this.#status() === 'I') {
      this.#settings = 1;
      connection.parse({ text: this.#scope.select });
      connection.bind({});
      connection.execute({});
    }
    this.#isNew = this.hasBeenParsed(connection) !== true;
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#before > 0 || this.#settings === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.#before > 0) this.#before -= 1;
    else if (this.#settings > 0) {
      this.#settings -= 1;
      return;
    }
    super.handleCommandComplete(message, connection);
  }

  override handleError(error: Error, connection: WireConnection): void {
    // The answer to the settings counts as its own: a statement that failed behind them was not kept.
    if (this.#isNew && this.name !== undefined) connection.parsedStatements[this.name] = undefined;
    const isOfSettings = this.#settings > 0 && this.#before === 0;
    super.handleError(isOfSettings ? this.#describe(error) : error, connection);
  }
}
