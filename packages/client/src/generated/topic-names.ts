// Made from the contract: npm run generate.

/** The topics by their default names. */
export const TOPIC = {
  "events": "task.events",
  "updates": "task.updates"
} as const;
