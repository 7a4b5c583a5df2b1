import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import {
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Manifest } from './manifest.ts';

/** Kinds that operators bring, which are no part of Kubernetes. Their types are checked; a key that they do not know is not found. */
const OF_OPERATORS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  'keda.sh/v1alpha1 ScaledObject': ScaledObject,
  'monitoring.coreos.com/v1 PrometheusRule': PrometheusRule,
  'monitoring.coreos.com/v1 ServiceMonitor': ServiceMonitor,
};

/** What is wrong with an object by the schemas, a sentence each; empty where nothing is. */
export type CheckManifest = (manifest: Manifest) => readonly string[];

/**
 * Holds objects against the strict schemas of one version of Kubernetes: also a key that is not known is a fault.
 *
 * @param folder as `findKubernetesSchemas` gives it
 * @param version `1.33.0`
 */
export function createCheck(folder: string, version: string): CheckManifest {
  // Which draft they name differs by version; their words mean the same in all of them.
  const read = (name: string): object => ({
    ...JSON.parse(readFileSync(join(folder, `v${version}-local-strict`, name), 'utf8')),
    $schema: undefined,
  });
  // Formats there are those of Go (int32, int-or-string).
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(read('_definitions.json'), '_definitions.json');
  const compiled = new Map<string, ValidateFunction>();

  return (manifest) => {
    const { apiVersion, kind, metadata } = manifest;
    const where = `${kind} ${metadata.name}`;
    const Model = OF_OPERATORS[`${apiVersion} ${kind}`];
    if (Model !== undefined) {
      try {
        new Model(manifest as never).validate();
        return [];
      } catch (error) {
        return [`${where}: ${error instanceof Error ? error.message : error}`];
      }
    }
    const name = fileOf(apiVersion, kind);
    const validate = compiled.get(name) ?? ajv.compile(read(name));
    compiled.set(name, validate);
    validate(manifest);
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${where}: ${instancePath} ${message} ${params.additionalProperty ?? ''}`.trimEnd(),
    );
  };
}

/** `apps/v1 Deployment` is `deployment-apps-v1.json`. */
function fileOf(apiVersion: string, kind: string): string {
  const [group = '', version] = apiVersion.split('/');
  const parts = version === undefined ? [group] : [group.split('.')[0], version];
  return `${[kind.toLowerCase(), ...parts].join('-')}.json`;
}
