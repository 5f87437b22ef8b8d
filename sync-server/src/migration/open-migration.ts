/** The rooms of migration, put together: its commands, and what others may know of it. */
import type { Hono } from 'hono';
import type { DossierId } from '@navette/kernel/ids';
import type { AccountParts } from '../account-services.ts';
import { commandRoutes } from '../http/command-routes.ts';
import { attachRoutes } from './attach-routes.ts';
import { makeAttachments, type Attachments } from './attachments.ts';
import { makeClaims } from './claims.ts';
import { makeDecisions, type Decisions } from './decisions.ts';
import { makeFlows } from './flows.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { makeMigrationFacts, type MigrationFacts } from './migration-facts.ts';
import { makeReferences, type References } from './references.ts';
import { makeReminders, type Reminders } from './reminders.ts';
import { staffRoutes } from './staff-routes.ts';

export type Migration = {
  readonly routes: Hono;
  readonly facts: MigrationFacts;
  readonly decisions: Decisions;
  readonly references: References;
  readonly attachments: Attachments;
  readonly reminders: Reminders;
  /** Calls back with the dossiers whose reminders or client code changed. */
  onChange(listener: (dossiers: readonly DossierId[]) => void): void;
};

/** @param published resolves once what an act changed stands in the rooms */
export function openMigration(parts: AccountParts, published: () => Promise<void>): Migration {
  const { database, directory, clock, random } = parts;
  const commands = commandRoutes(parts);
  const listeners: ((dossiers: readonly DossierId[]) => void)[] = [];
  const tell = (dossiers: readonly DossierId[]): void => listeners.forEach((listener) => listener(dossiers));
  const decisions = makeDecisions(database, directory, clock, random);
  const references = makeReferences(database, directory);
  const attachments = makeAttachments({ database, directory, decisions, clock });
  const facts = makeMigrationFacts({ database, directory, attachments, decisions, references });
  mailboxRoutes({ ...parts, commands, flows: makeFlows(database, clock, random) });
  const reminders = makeReminders(database);
  staffRoutes({ ...parts, commands, decisions, attachments, references, facts, reminders, changed: tell, published });
  attachRoutes({ ...parts, commands, attachments, claims: makeClaims(database, references, clock), decisions, references, facts });
  return {
    routes: commands.routes,
    facts,
    decisions,
    references,
    attachments,
    reminders,
    onChange: (listener) => void listeners.push(listener),
  };
}
