import { z } from 'zod';

/** Where the API is reached, for the services that say so. */
export const PUBLIC_URL_VARIABLES = {
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Address of the API, put before the paths of links in updates and callbacks, and named as the server by its own description; without it they are paths.',
    }),
} as const;
