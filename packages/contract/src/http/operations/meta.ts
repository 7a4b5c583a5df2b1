import { z } from 'zod';
import { jsonAnswer, noQuery, type Operation } from '../operation.ts';

/** A document for programs. */
export const describedDocument = z.record(z.string(), z.unknown());

export const getOpenApi = {
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  scope: null,
  tag: 'Documentation',
  summary: 'This description of the API',
  description: 'The OpenAPI 3.1 document that the API is tested against.',
  query: noQuery,
  answers: { 200: jsonAnswer('The document.', describedDocument) },
  errors: ['invalid_request'],
} as const satisfies Operation;

export const getOpenApi30 = {
  id: 'getOpenApi30',
  method: 'GET',
  path: '/openapi-3.0.json',
  scope: null,
  tag: 'Documentation',
  summary: 'The same as OpenAPI 3.0',
  description: 'For generators that read no 3.1: the same operations and schemas, without the callbacks.',
  query: noQuery,
  answers: { 200: jsonAnswer('The document.', describedDocument) },
  errors: ['invalid_request'],
} as const satisfies Operation;

export const getAsyncApi = {
  id: 'getAsyncApi',
  method: 'GET',
  path: '/asyncapi.json',
  scope: null,
  tag: 'Documentation',
  summary: 'What is in the topics',
  description: 'The AsyncAPI document of the topics of Kafka: the events that are taken, and the updates.',
  query: noQuery,
  answers: { 200: jsonAnswer('The document.', describedDocument) },
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
