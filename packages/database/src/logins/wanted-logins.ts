import { LOGIN_NAMES, type Login } from './ensure-login.ts';

/** The users that a password is given for. @param config as the schema of the command that migrates has read it */
export function wantedLogins(config: {
  readonly API_DATABASE_PASSWORD?: string | undefined;
  readonly PROCESSOR_DATABASE_PASSWORD?: string | undefined;
}): readonly Login[] {
  const wanted = [
    ['taskfold_api', config.API_DATABASE_PASSWORD],
    ['taskfold_processor', config.PROCESSOR_DATABASE_PASSWORD],
  ] as const;
  return wanted.flatMap(([role, password]) =>
    password === undefined ? [] : [{ name: LOGIN_NAMES[role], password, role }],
  );
}
