// `npm run faults -- --seeds N`, `-- --seed N`, `-- --teeth`: the fault harness by hand (test/faults/world/run.ts says what each does).

import { runFile } from './project/programs.ts';

const { code } = await runFile('test/faults/world/run.ts', process.argv.slice(2));
process.exitCode = code;
