import { generatedFiles } from './generated-files.ts';
import { writeOrCheck } from './write-or-check.ts';

await writeOrCheck(generatedFiles(), process.argv.slice(2));
