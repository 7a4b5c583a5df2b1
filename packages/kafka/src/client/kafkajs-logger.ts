import { type Logger, redactText } from '@taskfold/runtime';
import { type logCreator, logLevel } from 'kafkajs';

const FIELDS = ['groupId', 'topic', 'partition', 'broker', 'retryCount', 'retryTime'] as const;

/** Where kafkajs complains at every attempt, or of what its user is told anyway by an error or an event. */
const CHATTY_NAMESPACES = new Set(['Connection', 'BrokerPool', 'Consumer', 'Producer']);

/**
 * kafkajs's log lines as the process's own. It calls a lost connection an error although it tries again, so its errors
 * are warnings here at most.
 */
export function kafkajsLogger(logger: Logger): logCreator {
  const child = logger.child({ component: 'kafkajs' });
  const isChatty = (namespace: string) =>
    CHATTY_NAMESPACES.has(namespace) || namespace.startsWith('SaslAuthenticator');
  return () =>
    ({ namespace, level, log }) => {
      // Fields are chosen: others hold requests, responses and errors with either in them.
      const fields: Record<string, unknown> = { namespace };
      for (const name of FIELDS) {
        if (log[name] !== undefined) fields[name] = log[name];
      }
      if (typeof log.error === 'string') fields.reason = redactText(log.error);
      const loud = level <= logLevel.WARN && !isChatty(namespace);
      child[loud ? 'warn' : 'debug'](fields, redactText(log.message));
    };
}
