import { createHmac } from 'node:crypto';
import { LOGIN_NAMES, type Login } from '@taskfold/database';

/** A user of PostgreSQL for each service, with the same password from one start to the next. */
export function serviceLogins(secret: string): readonly Login[] {
  return (['taskfold_api', 'taskfold_processor'] as const).map((role) => ({
    name: LOGIN_NAMES[role],
    password: createHmac('sha256', secret).update(`login of ${role}`).digest('base64url'),
    role,
  }));
}

/** Where each service logs in: as the user of the URL where it has no other. */
export function databaseUrls(
  databaseUrl: string,
  logins: readonly Login[],
): { readonly api: string; readonly processor: string } {
  const urlOf = (role: Login['role']) => {
    const login = logins.find((candidate) => candidate.role === role);
    if (login === undefined) return databaseUrl;
    const url = new URL(databaseUrl);
    url.username = login.name;
    url.password = login.password;
    return url.href;
  };
  return { api: urlOf('taskfold_api'), processor: urlOf('taskfold_processor') };
}
