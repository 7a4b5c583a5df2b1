import { customProvider } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

// Loaded before a snippet: the models that it names by texts are those of this provider, which asks nobody.

const model = new MockLanguageModelV4({
  modelId: 'openai/gpt-5-mini',
  doGenerate: {
    content: [{ type: 'text', text: 'Fog.' }],
    finishReason: { unified: 'stop', raw: undefined },
    usage: {
      inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 3, text: 3, reasoning: 0 },
    },
    warnings: [],
  },
});
globalThis.AI_SDK_DEFAULT_PROVIDER = customProvider({ languageModels: { 'openai/gpt-5-mini': model } });
