import type { DatabaseAddress, DatabaseVariable } from '../pools/create-pool.ts';

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
