/** The follow-up of sendings, put together: keys, what products post with them, and the rooms it stands in. */
import type { Hono } from 'hono';
import type { AccountParts } from '../account-services.ts';
import { commandRoutes } from '../http/command-routes.ts';
import { errorFacts } from '../error-facts.ts';
import { firmDetailsRoutes } from '../firm/firm-details.ts';
import { retentionRoutes } from '../firm/retention-rules.ts';
import { makeApiKeys } from './api-keys.ts';
import { keyRoutes } from './key-routes.ts';
import { makeSendingBook } from './sending-book.ts';
import { sendingRoutes } from './sending-routes.ts';

/** @returns the routes, under their full paths */
export function openSendings(parts: AccountParts): Hono {
  const { database, directory, writer, post, network, clock, random, log } = parts;
  const keys = makeApiKeys({ database, directory, clock, random });
  const book = makeSendingBook({ database, writer, clock, random });
  const commands = commandRoutes(parts);
  keyRoutes({ commands, keys, directory, post, log });
  firmDetailsRoutes({ commands, database, directory, log });
  retentionRoutes({ commands, database, directory, accounts: parts.accounts, log });
  // A room that cannot be written now is written by the next post, or at the next start.
  void book.writeLeft().catch((error: unknown) => log('sendings-not-written', errorFacts(error)));
  return commands.routes.route('/', sendingRoutes({ keys, book, dossiers: database, network, clock }));
}
