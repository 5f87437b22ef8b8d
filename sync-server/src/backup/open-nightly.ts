/** The nightly backups as the options of `serve` want them, or why they are refused. */
import path from 'node:path';
import type { Clock, Log, Timers } from '@navette/kernel/ports';
import { listHead } from '@navette/protocol/keys';
import { isApart } from '../cli/backup.ts';
import type { ServeConfig } from '../config.ts';
import type { StartRefusal } from '../console-texts.ts';
import type { DataFolder } from '../data-folder.ts';
import type { HealBook, Keys, Metrics } from '../ports.ts';
import { backupProcess } from './backup-process.ts';
import { startNightly, type MakeBackup, type Nightly } from './nightly.ts';
import { recipientIn } from './seal.ts';

/** A place that is not there now may be there tonight; a key that cannot be read, or a backup inside what it copies, never is one. */
export function backupRefusal({ data, backups }: Pick<ServeConfig, 'data' | 'backups'>): StartRefusal | null {
  const inside = backups.places.find((place) => !isApart(data, path.join(place, 'x')));
  if (inside !== undefined) return { tag: 'bad-backup-place', value: inside };
  const { encryptTo } = backups;
  return encryptTo !== null && !recipientIn(encryptTo).ok ? { tag: 'bad-backup-key', value: encryptTo } : null;
}

export type OpenNightly = {
  readonly config: ServeConfig;
  readonly folder: DataFolder;
  readonly keys: Keys;
  readonly healing: Pick<HealBook, 'backedUpTo'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly make?: MakeBackup;
};

/** @returns null where no place was given: then the age of the last backup is that of the last one a person made */
export function openNightly({ config, folder, keys, healing, make, ...parts }: OpenNightly): Nightly | null {
  const { places, at, encryptTo } = config.backups;
  if (places.length === 0) {
    const { clock, metrics } = parts;
    const since = clock.now();
    metrics.gauge('backup_age_seconds', () => (clock.now() - (healing.backedUpTo()?.at ?? since)) / 1000);
    return null;
  }
  const own = make ? null : backupProcess(config.data, encryptTo);
  const nightly = startNightly({
    ...parts,
    places: places.map((place) => path.resolve(place)),
    at,
    firm: folder.firm,
    keys: () => listHead(keys.now().acts),
    make: make ?? own?.make ?? (() => Promise.resolve({ made: false, reason: 'broken' })),
  });
  return {
    ...nightly,
    close() {
      nightly.close();
      own?.stop();
    },
  };
}
