/**
 * The rooms of accounts, put together: identity, migration, accesses, registration, sendings. Each gives its routes and
 * keeps its own tables; what they share comes in here and nowhere else.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import type { KeyPurpose } from '@navette/protocol/keys';
import { Hono } from 'hono';
import type { Auth } from './accounts/auth.ts';
import type { AccountRooms } from './accounts/account-room.ts';
import type { MailedCodes } from './accounts/mailed-codes.ts';
import type { DirectoryActs } from './accounts/directory.ts';
import type { Attempts } from './http/attempts.ts';
import type { CommandRouteParts } from './http/command-routes.ts';
import type { Origins } from './http/origins.ts';
import type { PostOffice } from './mail/post-office.ts';
import type { Directory, Keys, Signer } from './ports.ts';
import type { ServerWriter } from './rooms/server-writer.ts';

export type AccountParts = CommandRouteParts & {
  readonly database: DatabaseSync;
  readonly auth: Auth;
  readonly directory: Directory & DirectoryActs;
  /** `ensure` makes the key of a purpose that not every firm has. */
  readonly keys: Keys & { ensure(purpose: KeyPurpose): Signer };
  readonly attempts: Attempts;
  readonly origins: Origins;
  /** Writes the rooms that only the server writes. */
  readonly writer: ServerWriter;
  readonly accounts: AccountRooms;
  readonly post: PostOffice;
  readonly codes: MailedCodes;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type AccountServices = {
  /** Under their full paths. */
  readonly routes: Hono;
  close(): Promise<void>;
};

export async function openAccountServices(_parts: AccountParts): Promise<AccountServices> {
  return { routes: new Hono(), close: () => Promise.resolve() };
}
