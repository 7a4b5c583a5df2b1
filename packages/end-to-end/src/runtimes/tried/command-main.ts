import process from 'node:process';
import { tryClient } from './try-client.ts';

// Where a runtime runs files: the input is the first argument, the output is JSON.

process.stdout.write(JSON.stringify(await tryClient(JSON.parse(process.argv[2] ?? ''))));
