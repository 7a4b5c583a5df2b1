import { artifacts } from './artifacts.ts';
import { writeOrCheck } from './write-or-check.ts';

await writeOrCheck(artifacts(), process.argv.slice(2));
