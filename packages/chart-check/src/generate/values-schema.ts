import { chartSettings } from './settings.ts';

type Schema = Readonly<Record<string, unknown>>;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const MAP = { type: 'object', additionalProperties: { type: 'string' } } as const;
const FREE = { type: 'object' } as const;
const FREE_LIST = { type: 'array', items: FREE } as const;
const SECRET_NAME = { type: 'string', pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$' } as const;
const count = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum }) as const;

/** An object that has these and nothing else, so that a word that is misspelt is refused and not ignored. */
function only(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  };
}

/** Strings alone: Helm would write large numbers as `3.3554432e+07`. */
function settings(names: readonly string[]): Schema {
  return {
    type: 'object',
    propertyNames: { enum: [...new Set(names)].toSorted() },
    additionalProperties: TEXT,
  };
}

const RESOURCES = only({ requests: MAP, limits: MAP });

/** What the values of the chart may be, as Helm checks them before it renders. */
export function valuesSchema(): Schema {
  const { api, processor, topics } = chartSettings();
  // A secret is named to be refused in words by the templates.
  const all = [api, processor, topics].flatMap(({ plain, secrets }) => [...plain, ...secrets]);
  const processOf = (names: readonly string[]) => ({
    replicas: count(1, 1000),
    settings: settings(names),
    nodeOptions: TEXT,
    resources: RESOURCES,
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...only(
      {
        image: only({
          repository: { ...TEXT, minLength: 1 },
          tag: TEXT,
          digest: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' },
          pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
          pullSecrets: FREE_LIST,
        }),
        existingSecret: { ...SECRET_NAME, minLength: 1 },
        settings: { ...settings(all), required: ['KAFKA_BROKERS'] },
        files: only({ existingSecret: SECRET_NAME }),
        topics: only({
          enabled: FLAG,
          partitions: count(1, 1000),
          replicationFactor: count(1, 100),
          minInsyncReplicas: count(1, 100),
        }),
        migrations: only({ enabled: FLAG }),
        api: only({
          ...processOf([...api.plain, ...api.secrets]),
          autoscaling: only({
            enabled: FLAG,
            minReplicas: count(1, 1000),
            maxReplicas: count(1, 1000),
            targetCPUUtilization: count(1, 100),
          }),
          service: only({
            type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] },
            port: count(1, 65_535),
            annotations: MAP,
          }),
        }),
        processors: {
          type: 'object',
          propertyNames: { pattern: '^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$' },
          // null takes one of the defaults away.
          additionalProperties: {
            oneOf: [
              { type: 'null' },
              only(
                {
                  roles: {
                    type: 'array',
                    minItems: 1,
                    uniqueItems: true,
                    items: { enum: ['fold', 'relay', 'callbacks', 'retention'] },
                  },
                  ...processOf([...processor.plain, ...processor.secrets]),
                  autoscaling: only({
                    enabled: FLAG,
                    minReplicas: count(1, 1000),
                    lagThreshold: count(1, 1_000_000),
                    metadata: MAP,
                    authenticationRef: TEXT,
                  }),
                },
                ['roles', 'replicas', 'resources'],
              ),
            ],
          },
        },
        jobs: only({ resources: RESOURCES, timeoutSeconds: count(30, 86_400) }),
        networkPolicy: only({
          enabled: FLAG,
          apiFrom: FREE_LIST,
          adminFrom: FREE_LIST,
          egress: only({ enabled: FLAG, to: FREE_LIST }),
        }),
        serviceMonitor: only({
          enabled: FLAG,
          interval: { type: 'string', pattern: '^[0-9]+(s|m)$' },
          labels: MAP,
        }),
        alerts: only({ enabled: FLAG, labels: MAP, runbookBaseUrl: TEXT }),
        dashboards: only({ enabled: FLAG, labels: MAP }),
        podAnnotations: MAP,
        nodeSelector: MAP,
        tolerations: FREE_LIST,
        priorityClassName: TEXT,
        global: FREE,
      },
      ['existingSecret', 'settings'],
    ),
  };
}
