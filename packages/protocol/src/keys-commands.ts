/** What the firm's administrators see of its keys and backups (K3, O2). No path and no secret: public halves, moments, words. */
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';
import { KEY_PURPOSES } from './keys.ts';

const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const BACKUP_PROBLEMS = ['place-missing', 'cannot-write', 'unsound', 'failed'] as const;

export const KeysListAnswer = v.object({
  /** In the order in which they came. */
  keys: v.array(
    v.object({
      purpose: v.picklist(KEY_PURPOSES),
      keyId: v.string(),
      /** 0: from before there was a list. */
      from: moment,
      until: v.nullable(moment),
      distrustedAfter: v.nullable(moment),
    }),
  ),
  /** Null where the server makes none by itself. */
  backups: v.nullable(
    v.object({
      encrypted: v.boolean(),
      places: v.array(v.object({ madeAt: v.nullable(moment), late: v.boolean(), problem: v.nullable(v.picklist(BACKUP_PROBLEMS)) })),
    }),
  ),
});
export type KeysListAnswer = v.InferOutput<typeof KeysListAnswer>;

/** For administrators of the firm. */
export const KEYS_LIST = defineCommand('keys-list', v.object({}), KeysListAnswer);
