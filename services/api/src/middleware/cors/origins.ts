import { z } from 'zod';

/** Origins as browsers name them, separated by commas; `*` alone is all of them. */
export const originsVariable = z
  .string()
  .default('')
  .transform((text, context) => {
    const origins = text.split(',').flatMap((part) => part.trim() || []);
    for (const origin of origins) {
      const problem = problemOf(origin, origins.length);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }
    return origins;
  });

/** The same of the web alone, each written out: what stands in a policy of a page. */
export const mediaOriginsVariable = originsVariable.refine(
  (origins) => origins.every((origin) => /^https?:/.test(origin)),
  'has an origin that is none of the web: write each as https://media.example',
);

// Of an app in a web view, for instance, whose origin is no URL that a parser knows.
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(?::\d{1,5})?$/;

function problemOf(origin: string, count: number): string | null {
  if (origin === '*') return count === 1 ? null : 'is * beside other origins: * alone is all of them';
  if (origin.includes('*'))
    return `has ${JSON.stringify(origin)}: every origin is written out, no part is left open`;
  if (OTHER_SCHEME.test(origin)) return null;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return `has ${JSON.stringify(origin)}, which is no origin: write it as https://app.example`;
  }
  return url.origin === origin ? null : `has ${JSON.stringify(origin)}: write it as ${url.origin}`;
}
