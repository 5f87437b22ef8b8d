/** The doors of commands as screens have them, over whatever carries a command: this page, or a message to the background. */
import { refuse, type Result } from '@navette/kernel/result';
import type { CommandDoor, CommandRefusal, SessionControl, SignInRefusal } from '../model.ts';
import { readAnswer } from './commands.ts';

export type CommandCarrier = {
  /** @param at null for the signed-in person's server */
  send(name: string, body: unknown, at: string | null): Promise<Result<unknown, CommandRefusal>>;
  prove(origin: string, name: string, body: unknown): Promise<Result<unknown, CommandRefusal | SignInRefusal>>;
};

export function commandDoors(carrier: CommandCarrier): { readonly commands: CommandDoor; readonly signInBy: SessionControl['signInBy'] } {
  return {
    commands: { ask: async (command, body, at) => readAnswer(command, await carrier.send(command.name, body, at ?? null)) },
    async signInBy(origin, command, body) {
      const given = await carrier.prove(origin, command.name, body);
      if (!given.ok) return given.refusal.tag === 'refused' || given.refusal.tag === 'unreachable' ? refuse(given.refusal) : given;
      return readAnswer(command, given);
    },
  };
}
