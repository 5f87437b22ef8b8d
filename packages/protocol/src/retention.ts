/** How long the firm keeps what: read by its people, changed by its administrators (G16). */
import { RetentionRules } from '@navette/domain/retention';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

export const retentionRules = defineCommand(
  'retention-rules',
  v.strictObject({}),
  v.object({ rules: RetentionRules, mayChange: v.boolean() }),
);
export const changeRetentionRules = defineCommand(
  'change-retention-rules',
  v.strictObject({ rules: RetentionRules }),
  v.object({ outcome: v.literal('changed') }),
);
