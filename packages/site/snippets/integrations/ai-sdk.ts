import { Taskfold } from '@taskfold/client';
import { aiTelemetry } from '@taskfold/client/ai-sdk';
import { createReporter } from '@taskfold/client/reporter';
import { generateText, registerTelemetry } from 'ai';

const { API = 'http://127.0.0.1:8080', KEY = '', TASK_ID = 'task_1' } = process.env;

const taskfold = new Taskfold({ apiKey: KEY, baseUrl: API });
const reporter = createReporter({
  source: '/apps/chat',
  publish: (events, options) => taskfold.events.publish(events, options),
});
registerTelemetry(
  aiTelemetry({
    reporter,
    // Without it, a task has the id that the AI SDK gave the call.
    describe: ({ runtimeContext }) => ({ taskId: String(runtimeContext.taskId), project_id: 'support' }),
    // Credits, as a text.
    cost: ({ usage }) => ((usage.input_tokens ?? 0) * 0.001 + (usage.output_tokens ?? 0) * 0.004).toFixed(4),
  }),
);

await generateText({
  model: 'openai/gpt-5-mini',
  prompt: 'What hides a lighthouse?',
  runtimeContext: { taskId: TASK_ID },
  telemetry: { functionId: 'riddle', includeRuntimeContext: { taskId: true } },
});
await reporter.close();
