import { tryClient } from './try-client.ts';

// In a page, where whoever opens it calls the function.

Object.assign(globalThis, { tryClient });
