import { type Logger, redactText } from '@taskfold/runtime';
import { type logCreator, logLevel } from 'kafkajs';

const FIELDS = ['groupId', 'topic', 'partition', 'broker', 'retryCount', 'retryTime'] as const;

/**
 * kafkajs's log lines as the process's own. It calls a lost connection an error although it tries again, so its errors
 * are warnings here; what its user must know reaches them as errors and events.
 */
export function kafkajsLogger(logger: Logger): logCreator {
  const child = logger.child({ component: 'kafkajs' });
  return () =>
    ({ namespace, level, log }) => {
      // Fields are chosen: others hold requests, responses and errors with either in them.
      const fields: Record<string, unknown> = { namespace };
      for (const name of FIELDS) {
        if (log[name] !== undefined) fields[name] = log[name];
      }
      if (typeof log.error === 'string') fields.reason = redactText(log.error);
      child[level <= logLevel.WARN ? 'warn' : 'debug'](fields, redactText(log.message));
    };
}
