/** What goes on, for who waits: to standard error, beside the figures. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A line of figures, to standard output. */
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Without decimals, thousands apart. */
export const round = (value: number): string => Math.round(value).toLocaleString('en-US');
