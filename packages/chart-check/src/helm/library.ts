import koffi from 'koffi';

/** What a call came to: `err` is null where it succeeded. */
export interface HelmResult {
  readonly out: string | null;
  readonly err: string | null;
}

export interface TemplateCall {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  /** Path of a file of values. */
  readonly valuesFile: string;
  readonly kubeVersion: string;
}

const RESULT = { out: 'char*', err: 'char*', stdOut: 'char*', stdErr: 'char*' };
const TEMPLATE_OPTIONS = {
  name: 'str',
  version: 'str',
  chart: 'str',
  namespace: 'str',
  kubeVersion: 'str',
  dependencyUpdate: 'int',
  skipCRDs: 'int',
  values: 'str',
  setFiles: 'str',
  valuesFiles: 'str',
  certFile: 'str',
  keyFile: 'str',
  caFile: 'str',
  insecureSkipTlsVerify: 'int',
  plainHttp: 'int',
  keyring: 'str',
  debug: 'int',
  repositoryConfig: 'str',
};

/** `helm template` and `helm lint --strict`, by the header file that comes with the library. */
export function openHelm(path: string) {
  const library = koffi.load(path);
  koffi.struct('Result', RESULT);
  koffi.struct('TemplateOptions', TEMPLATE_OPTIONS);
  koffi.struct('LintOptions', { path: 'str', strict: 'int', quiet: 'int' });
  const template = library.func('Result Template(TemplateOptions* options)');
  const lint = library.func('Result Lint(LintOptions* options)');
  const unset = Object.fromEntries(
    Object.entries(TEMPLATE_OPTIONS).map(([name, type]) => [name, type === 'int' ? 0 : '']),
  );
  return {
    template: ({ valuesFile, ...call }: TemplateCall): HelmResult =>
      template({ ...unset, ...call, valuesFiles: valuesFile }),
    lint: (chart: string): HelmResult => lint({ path: chart, strict: 1, quiet: 0 }),
  };
}
