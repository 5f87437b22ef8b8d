/** Registration put together: the commands of the assistant and those of the firm, over one book of licences. */
import type { Hono } from 'hono';
import { commandRoutes, type CommandRouteParts } from '../http/command-routes.ts';
import { deskRoutes, type DeskRouteParts } from './desk-routes.ts';
import { registrationRoutes, type RegistrationRouteParts } from './registration-routes.ts';

export function openRegistration(parts: CommandRouteParts & RegistrationRouteParts & DeskRouteParts): Hono {
  const commands = commandRoutes(parts);
  registrationRoutes(commands, parts);
  deskRoutes(commands, parts);
  return commands.routes;
}
