/** `navette people`: who belongs to the firm; with `--remove`, ends the access of one of them. */
import { isId, type UserId } from '@navette/kernel/ids';
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import { defineCommand, Path } from './command.ts';
import { printable, printMoment } from './moments.ts';
import { listPeople, removePerson, type ListedPerson } from './people.ts';

const WORDS = {
  fr: { admin: 'administrateur', staff: 'collaborateur', client: 'client', dossiers: 'dossiers', left: 'a quitté le cabinet le' },
  en: { admin: 'administrator', staff: 'staff', client: 'client', dossiers: 'dossiers', left: 'left the firm on' },
} as const;

export const peopleCommand = defineCommand({
  name: 'people',
  options: { data: { type: 'string' }, remove: { type: 'string' } },
  schema: v.object({ data: Path, remove: v.optional(v.pipe(v.string(), v.trim(), v.check(isId))) }),
  async run({ data, remove }, { clock, random, language }) {
    if (remove !== undefined) {
      const removed = await removePerson({ data, id: remove as UserId, clock, random });
      if (!removed.ok) return removed;
    }
    const listed = await listPeople(data);
    if (!listed.ok) return listed;
    const people = remove === undefined ? listed.value : listed.value.filter(({ id }) => id === remove);
    const lines = people.map((person) => line(person, language));
    return ok({ sound: true, json: { people }, text: printable([...lines, ...afterwards(remove, language)].join('\n')) });
  },
});

function line({ id, name, email, role, dossiers, left }: ListedPerson, language: Language): string {
  const words = WORDS[language];
  const state = left === null ? `${dossiers} ${words.dossiers}` : `${words.left} ${printMoment(left)}`;
  return [id, name, email, words[role], state].join('  ');
}

function afterwards(removed: string | undefined, language: Language): readonly string[] {
  if (removed === undefined) return [];
  return language === 'fr'
    ? [
        'Accès terminé\u202f: droits, sessions et mot de passe. À sa prochaine connexion, chaque appareil remet au cabinet ce qu’il n’avait pas',
        'envoyé, puis s’efface\u202f; un appareil qui ne revient jamais garde sa copie.',
      ]
    : [
        'Access ended: rights, sessions and password. When it next connects, each device hands in to the firm what it had not sent,',
        'then erases itself; one that never returns keeps its copy.',
      ];
}
