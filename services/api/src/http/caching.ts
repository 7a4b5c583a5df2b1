/** Answers are for the one who asked, and are good for as long as the tag stays the same. */
export const PRIVATE_CACHING: readonly string[] = [
  'Cache-Control',
  'private, no-cache',
  'Vary',
  'Authorization, Accept-Encoding',
];
