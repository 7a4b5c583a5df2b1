/** Where an address comes from, for what is said of it. */
export type DatabaseVariable = 'DATABASE_URL' | 'DATABASE_DIRECT_URL' | 'DATABASE_REPLICA_URL';

/** A way to a database. */
export interface DatabaseAddress {
  readonly url: string;
  /** `DATABASE_URL` where absent. */
  readonly variable?: DatabaseVariable;
  /** Where `url` is of a pooler that gives connections away between transactions. */
  readonly pooler?:
    | {
        /** Whether it keeps named statements. */
        readonly namedStatements: boolean;
      }
    | undefined;
}

/** What an address says, without its password. */
export interface Place {
  readonly variable: DatabaseVariable;
  readonly host: string;
  /** `host:port` */
  readonly where: string;
  readonly user: string;
  readonly database: string;
  readonly isPooler: boolean;
}

export function placeOf({ url, variable = 'DATABASE_URL', pooler }: DatabaseAddress): Place {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const host = parsed?.searchParams.get('host') ?? parsed?.hostname ?? '(no host)';
  return {
    variable,
    host,
    where: `${host}:${parsed?.port || '5432'}`,
    user: decode(parsed?.username ?? ''),
    database: decode(parsed?.pathname.slice(1) ?? ''),
    isPooler: pooler !== undefined,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
