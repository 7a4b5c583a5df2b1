import { OPERATOR_OPERATIONS } from '@taskfold/contract';
import { describeConfig } from '@taskfold/runtime';
import { type Config, configSchema } from '../config.ts';
import type { Route } from '../http/route.ts';
import { operatorRoute } from './operator-route.ts';

/** `GET /operator/settings`: the configuration in force in this process, without secrets. */
export function settingsRoute(config: Config): Route {
  const values = new Map<string, unknown>(Object.entries(config));
  const settings = describeConfig(configSchema).map((variable) => {
    const value = values.get(variable.name);
    const isSet = value !== undefined && value !== null;
    return {
      object: 'setting',
      name: variable.name,
      value: isSet && !variable.secret ? String(value) : null,
      is_set: isSet,
      is_secret: variable.secret,
      default: variable.default,
      description: variable.description,
    };
  });
  return operatorRoute(OPERATOR_OPERATIONS.listSettings, async () => ({ object: 'list', data: settings }));
}
