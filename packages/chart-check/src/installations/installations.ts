import type { Installation } from '../helm/helm.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** Ways in which the chart is installed; each has a file of what Helm makes of it. */
export const INSTALLATIONS: Readonly<Record<string, Installation>> = {
  /** What has to be said, and nothing else. */
  least: { values: { existingSecret: 'taskfold', settings: { KAFKA_BROKERS: 'kafka:9092' } } },
  /** Everything on, a Kafka that wants TLS and a password, and two who watch. */
  everything: {
    name: 'taskfold',
    namespace: 'prod',
    values: {
      image: {
        repository: 'registry.example.com/taskfold',
        digest: DIGEST,
        pullSecrets: [{ name: 'registry' }],
      },
      existingSecret: 'taskfold',
      settings: {
        KAFKA_BROKERS: 'kafka-1.example.com:9093,kafka-2.example.com:9093',
        KAFKA_TLS: 'true',
        KAFKA_TLS_CA_FILE: '/etc/taskfold/files/kafka-ca.crt',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: 'taskfold',
        TOPIC_EVENTS: 'prod.task.events',
        LOG_LEVEL: 'warn',
      },
      files: { existingSecret: 'taskfold-files' },
      topics: { partitions: 24 },
      api: {
        autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 12 },
        settings: { CORS_ORIGINS: 'https://shop.example.com' },
        service: { type: 'LoadBalancer', annotations: { 'example.com/internal': 'true' } },
      },
      processors: {
        fold: {
          settings: { KAFKA_GROUP_ID: 'prod-fold' },
          autoscaling: {
            enabled: true,
            metadata: { sasl: 'scram_sha512', tls: 'enable' },
            authenticationRef: 'kafka',
          },
        },
        callbacks: { settings: { CALLBACK_MAX_IN_FLIGHT: '500' } },
      },
      networkPolicy: {
        apiFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
        adminFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        egress: {
          enabled: true,
          to: [{ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [{ port: 5432 }, { port: 9093 }] }],
        },
      },
      serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
      alerts: { enabled: true, runbookBaseUrl: 'https://git.example.com/taskfold/' },
      dashboards: { enabled: true },
      podAnnotations: { 'example.com/team': 'tasks' },
      nodeSelector: { 'kubernetes.io/arch': 'arm64' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      priorityClassName: 'important',
    },
  },
  /** One process does it all, topics and database are brought up to date by somebody else. */
  small: {
    values: {
      existingSecret: 'taskfold',
      settings: { KAFKA_BROKERS: 'kafka:9092' },
      topics: { enabled: false, partitions: 6 },
      migrations: { enabled: false },
      api: { replicas: 1 },
      processors: {
        fold: { roles: ['fold', 'relay', 'callbacks', 'retention'], replicas: 1 },
        relay: null,
        callbacks: null,
        retention: null,
      },
      networkPolicy: { enabled: false },
    },
  },
};
