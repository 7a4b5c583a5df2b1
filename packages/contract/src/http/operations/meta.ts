import { z } from 'zod';
import { noQuery, type Operation } from '../operation.ts';

export const getOpenApi = {
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  scope: null,
  tag: 'Documentation',
  summary: 'This description of the API',
  description: 'The OpenAPI 3.1 document that the API is tested against.',
  query: noQuery,
  answers: {
    200: {
      description: 'The document.',
      content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } },
    },
  },
  errors: ['invalid_request'],
} as const satisfies Operation;

export const getDocs = {
  id: 'getDocs',
  method: 'GET',
  path: '/docs',
  scope: null,
  tag: 'Documentation',
  summary: 'The reference as a page',
  description: 'Renders this description for people. Everything that the page loads comes from here.',
  query: noQuery,
  answers: { 200: { description: 'The page.', content: { 'text/html': { schema: z.string() } } } },
  errors: ['invalid_request'],
} as const satisfies Operation;
