import { z } from 'zod';
import { code, message, name } from '../primitives.ts';
import { optionalText } from './optional.ts';

// What several events carry.

export const resolvedModel = optionalText(name).meta({
  description: 'The model that does the work, where it differs in name. The newest is shown.',
});

export const warning = z.object({
  code: code.meta({ description: 'What is wrong, for programs.' }),
  message: message.meta({ description: 'What is wrong, for the end user.' }),
  field: optionalText(name).meta({ description: 'The part of the input that it is about.' }),
});

export const MAX_WARNINGS = 100;
