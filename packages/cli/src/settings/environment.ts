/** What commands read of the environment. Help and documentation are made from this table. */
export const ENVIRONMENT = {
  TASKFOLD_API_URL: 'The address of the API, where --api-url does not say it.',
  TASKFOLD_API_KEY: 'The key, where --api-key-file does not name one.',
  TASKFOLD_PROFILE: 'The profile, where --profile does not name one.',
  TASKFOLD_CALLBACK_SECRET: 'The secrets that `callbacks listen` verifies with, separated by spaces.',
  XDG_CONFIG_HOME: 'Below it lies taskfold/profiles.json; ~/.config where it is not set.',
  TASKFOLD_STATE_DIR:
    'Where the local stack keeps its state, .taskfold of the repository unless it says otherwise.',
  NO_COLOR: 'Anything in it turns colours off; so does TERM=dumb, and an output that is no terminal.',
  COLUMNS: 'How wide a terminal is that does not say so.',
  BROWSER: 'The program that `open` opens an address with.',
} as const satisfies Record<string, string>;
