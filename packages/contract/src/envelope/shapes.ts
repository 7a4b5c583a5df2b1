import { z } from 'zod';
import { identifier } from '../primitives.ts';

/** A time as answers show it: UTC with milliseconds. */
export const wireTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be a UTC time with milliseconds')
  .meta({ format: 'date-time' });

/** Credits as answers show them: at least four decimals. Net credits and corrections may be negative. */
export const credits = z
  .string()
  .regex(/^-?\d+\.\d{4,}$/, 'must be a decimal string with at least 4 decimals');

/** Credits in US dollars, for display only: four decimals, half to even. */
export const usdReference = z.string().regex(/^-?\d+\.\d{4}$/, 'must be a decimal string with 4 decimals');

export const anyObject = z.record(z.string(), z.unknown());
export const taskId = identifier;
