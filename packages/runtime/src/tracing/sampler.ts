import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

const PARENT_BASED = 'parentbased_';

/**
 * The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name. Of the SDK only sdk-node reads them: 40 MB of
 * exporters and gRPC, and a name that is none is traced in full.
 *
 * @throws RangeError for a name that is not of OpenTelemetry's, or a ratio that is none
 */
export function samplerOf(env: Readonly<Record<string, string | undefined>>): Sampler {
  const name = env.OTEL_TRACES_SAMPLER || 'parentbased_always_on';
  if (!name.startsWith(PARENT_BASED)) return rootSampler(name, env.OTEL_TRACES_SAMPLER_ARG);
  return new ParentBasedSampler({
    root: rootSampler(name.slice(PARENT_BASED.length), env.OTEL_TRACES_SAMPLER_ARG),
  });
}

function rootSampler(name: string, argument: string | undefined): Sampler {
  if (name === 'always_on') return new AlwaysOnSampler();
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name !== 'traceidratio') {
    throw new RangeError(
      'OTEL_TRACES_SAMPLER must be always_on, always_off or traceidratio, or one of them after parentbased_',
    );
  }
  const ratio = Number(argument || '1');
  if (!(ratio >= 0 && ratio <= 1)) throw new RangeError('OTEL_TRACES_SAMPLER_ARG must be from 0 to 1');
  return new TraceIdRatioBasedSampler(ratio);
}
