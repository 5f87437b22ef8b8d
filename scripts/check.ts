// `npm run check`: the fast part of the tests (types, lint, architecture and unit), for use while working.

import { runStages } from './project/run-stages.ts';
import { FAST_STAGES, STAGES } from './project/stages.ts';

process.exitCode = await runStages(
  STAGES.filter((stage) => FAST_STAGES.includes(stage.name)),
  process.argv.slice(2),
);
