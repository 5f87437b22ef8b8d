/**
 * What the server says on the terminal, in French, or in English when the machine's language is English.
 *
 * For the person who starts it; no name of a client, no token but the links it is meant to hand over.
 */
import { DEFAULT_PORT, DEMO_FOLDER, type ConfigRefusal } from './config.ts';
import type { FolderRefusal } from './data-folder.ts';
import { SERVER_LIMITS } from './server-limits.ts';

export type Language = 'fr' | 'en';

/** @param env of the process: LC_ALL, LC_MESSAGES and LANG, in that order */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^en/i.test(locale) ? 'en' : 'fr';
}

type Sentences = Readonly<Record<Language, string>>;

export type StartRefusal =
  | ConfigRefusal
  | FolderRefusal
  | { readonly tag: 'port-in-use' | 'port-refused' | 'database-refused'; readonly value: string }
  | { readonly tag: 'database-in-use' }
  | { readonly tag: 'key-lost'; readonly folder: string }
  | { readonly tag: 'broken-start'; readonly kind: string };

/** Why the server does not start, in one sentence, with what to do about it. */
export function refusalSentence(refusal: StartRefusal, language: Language): string {
  return sentences(refusal)[language];
}

function sentences(refusal: StartRefusal): Sentences {
  switch (refusal.tag) {
    case 'unknown-option':
      return {
        fr: `Option inconnue ou incomplète\u202f: «\u202f${refusal.value}\u202f». L’aide s’affiche avec --help.`,
        en: `Unknown or incomplete option: "${refusal.value}". Use --help to see them all.`,
      };
    case 'bad-port':
      return {
        fr: `Le port «\u202f${refusal.value}\u202f» n’en est pas un\u202f: donnez un nombre entre 0 et 65535, par exemple --port ${DEFAULT_PORT}.`,
        en: `"${refusal.value}" is not a port: give a number from 0 to 65535, for example --port ${DEFAULT_PORT}.`,
      };
    case 'bad-origin':
      return {
        fr: `L’adresse publique «\u202f${refusal.value}\u202f» n’en est pas une\u202f: donnez-la sans chemin, par exemple --origin https://portail.exemple.fr.`,
        en: `"${refusal.value}" is not a public address: give it without a path, for example --origin https://portal.example.com.`,
      };
    case 'origin-needs-https':
      return {
        fr: `L’adresse publique «\u202f${refusal.value}\u202f» doit commencer par https://\u202f: http n’est admis que pour cette machine (localhost).`,
        en: `The public address "${refusal.value}" must start with https://: http is only allowed for this machine (localhost).`,
      };
    case 'bad-file-limit':
      return {
        fr: `La taille limite «\u202f${refusal.value}\u202f» n’en est pas une\u202f: donnez un nombre de Mio entre 1 et 2048, par exemple --file-limit 100.`,
        en: `"${refusal.value}" is not a size limit: give a number of MiB from 1 to 2048, for example --file-limit 100.`,
      };
    case 'bad-extension':
      return {
        fr: `L’identifiant d’extension «\u202f${refusal.value}\u202f» n’en est pas un\u202f: il a 32 lettres de a à p, visibles dans chrome://extensions.`,
        en: `"${refusal.value}" is not an extension id: it has 32 letters from a to p, shown in chrome://extensions.`,
      };
    case 'bad-proxy':
      return {
        fr: `Le mandataire «\u202f${refusal.value}\u202f» doit être une adresse IP, par exemple --trusted-proxy 127.0.0.1.`,
        en: `The proxy "${refusal.value}" must be an IP address, for example --trusted-proxy 127.0.0.1.`,
      };
    case 'bad-database':
      return {
        fr: 'L’adresse de la base doit être celle d’un PostgreSQL, par exemple --database postgres://navette@localhost/navette.',
        en: 'The address of the database must be that of a PostgreSQL, for example --database postgres://navette@localhost/navette.',
      };
    case 'database-password':
      return {
        fr: 'Le mot de passe de la base se verrait dans la liste des programmes\u202f: donnez-le par PGPASSWORD ou dans ~/.pgpass.',
        en: 'The password of the database would show in the list of programs: give it by PGPASSWORD or in ~/.pgpass.',
      };
    case 'demo-database':
      return {
        fr: 'Une démonstration garde tout dans son dossier\u202f: donnez le dossier d’un cabinet après --data, ou enlevez --database.',
        en: 'A demonstration keeps everything in its folder: give the folder of a firm after --data, or leave --database out.',
      };
    case 'bad-backup-place':
      return {
        fr: `L’emplacement de sauvegarde «\u202f${refusal.value}\u202f» ne convient pas\u202f: donnez des dossiers différents, hors du dossier de données.`,
        en: `The place of backups "${refusal.value}" will not do: give different folders, outside the data folder.`,
      };
    case 'bad-backup-time':
      return {
        fr: `L’heure de sauvegarde «\u202f${refusal.value}\u202f» n’en est pas une\u202f: donnez une heure de Paris, par exemple --backup-at 02:30.`,
        en: `"${refusal.value}" is not a time for backups: give a time of Paris, for example --backup-at 02:30.`,
      };
    case 'bad-purge-by':
      return {
        fr: `«\u202f${refusal.value}\u202f» ne convient pas\u202f: donnez après --purge-by le nom de la personne qui demande de vider la corbeille chaque nuit.`,
        en: `"${refusal.value}" will not do: give after --purge-by the name of the person who asks to empty the bin every night.`,
      };
    case 'bad-purge-time':
      return {
        fr: `L’heure «\u202f${refusal.value}\u202f» n’en est pas une\u202f: donnez une heure de Paris, par exemple --purge-at 04:00.`,
        en: `"${refusal.value}" is not a time: give a time of Paris, for example --purge-at 04:00.`,
      };
    case 'bad-backup-key':
      return {
        fr: `«\u202f${refusal.value}\u202f» n’est pas une clé publique de sauvegardes lisible\u202f: une seule ligne qui commence par age1 (navette key --make-backup-key).`,
        en: `"${refusal.value}" is no public key of backups that can be read: one line that begins with age1 (navette key --make-backup-key).`,
      };
    case 'database-backup':
      return {
        fr: 'Un journal dans PostgreSQL se sauvegarde avec les outils de PostgreSQL\u202f: enlevez --backup.',
        en: 'A log in PostgreSQL is backed up with PostgreSQL’s own tools: leave --backup out.',
      };
    case 'database-in-use':
      return {
        fr: 'Un autre serveur écrit déjà dans cette base pour ce cabinet\u202f: arrêtez-le d’abord.',
        en: 'Another server writes to this database for this firm already: stop it first.',
      };
    case 'database-refused':
      return {
        fr: `La base PostgreSQL ne s’ouvre pas (${refusal.value})\u202f: vérifiez qu’elle tourne, son adresse et le mot de passe.`,
        en: `The PostgreSQL database does not open (${refusal.value}): check that it runs, its address and the password.`,
      };
    case 'bad-clamd':
      return {
        fr: `L’antivirus «\u202f${refusal.value}\u202f» n’est pas une adresse\u202f: donnez un port, hôte:port, ou unix:/chemin/du/socket de clamd.`,
        en: `The virus scanner "${refusal.value}" is no address: give a port, host:port, or unix:/path/of/the/socket of clamd.`,
      };
    case 'bad-company-register':
      return {
        fr: `Le registre des entreprises «\u202f${refusal.value}\u202f» n’est pas une adresse\u202f: donnez-la sans chemin, ou off pour ne rien demander.`,
        en: `The company register "${refusal.value}" is not an address: give it without a path, or off to ask none.`,
      };
    case 'bad-metrics-port':
      return {
        fr: `Le port des mesures «\u202f${refusal.value}\u202f» n’en est pas un\u202f: donnez un nombre entre 0 et 65535, par exemple --metrics-port 9464.`,
        en: `"${refusal.value}" is not a port for the metrics: give a number from 0 to 65535, for example --metrics-port 9464.`,
      };
    case 'bad-limit':
      return {
        fr: `La limite «\u202f${refusal.value}\u202f» n’en est pas une\u202f: donnez un nom connu et un nombre entier, par exemple --limit writes-per-second=100.`,
        en: `"${refusal.value}" is not a limit: give a known name and a whole number, for example --limit writes-per-second=100.`,
      };
    case 'bad-oidc':
      return {
        fr: `Le fichier des fournisseurs d’identité «\u202f${refusal.value}\u202f» ne peut pas être lu\u202f: corrigez l’endroit indiqué, d’après docs/identity-providers.md.`,
        en: `The file of identity providers "${refusal.value}" cannot be read: correct the place it names, after docs/identity-providers.md.`,
      };
    case 'bad-data':
      return {
        fr: 'Le dossier de données est vide\u202f: donnez un chemin après --data.',
        en: 'The data folder is empty: give a path after --data.',
      };
    case 'bad-smtp':
      return {
        fr: 'Le courrier est mal réglé\u202f: NAVETTE_SMTP_URL (smtps://utilisateur:motdepasse@relais) et NAVETTE_MAIL_FROM (une adresse) vont ensemble.',
        en: 'Mail is not set correctly: NAVETTE_SMTP_URL (smtps://user:password@relay) and NAVETTE_MAIL_FROM (an address) go together.',
      };
    case 'in-use':
      return {
        fr: `Un autre serveur tient déjà le dossier «\u202f${refusal.folder}\u202f»\u202f: arrêtez-le, ou donnez un autre dossier avec --data.`,
        en: `Another server already holds the folder "${refusal.folder}": stop it, or give another folder with --data.`,
      };
    case 'is-demo':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» est celui d’une démonstration\u202f: un vrai cabinet ne s’y ouvre pas. Donnez un autre dossier avec --data, ou ajoutez --demo.`,
        en: `The folder "${refusal.folder}" holds a demonstration: a real firm does not open there. Give another folder with --data, or add --demo.`,
      };
    case 'is-real':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» est celui d’un vrai cabinet\u202f: la démonstration ne s’y ouvre pas. Donnez --data sans --demo.`,
        en: `The folder "${refusal.folder}" belongs to a real firm: the demonstration does not open there. Give --data without --demo.`,
      };
    case 'newer':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» a été écrit par une version plus récente de Navette\u202f: il reste tel quel. Mettez le serveur à jour.`,
        en: `The folder "${refusal.folder}" was written by a newer version of Navette and is left as it is. Update the server.`,
      };
    case 'unreadable':
      return {
        fr: `Le fichier firm.json du dossier «\u202f${refusal.folder}\u202f» n’est pas lisible\u202f: restaurez-le depuis la sauvegarde.`,
        en: `The file firm.json in the folder "${refusal.folder}" cannot be read: restore it from the backup.`,
      };
    case 'not-a-data-folder':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» a une base mais pas de firm.json\u202f: restaurez ce fichier depuis la sauvegarde.`,
        en: `The folder "${refusal.folder}" has a database but no firm.json: restore that file from the backup.`,
      };
    case 'weak-secret':
      return {
        fr: `Le secret des sessions du dossier «\u202f${refusal.folder}\u202f» est trop faible\u202f: supprimez keys/session.secret, le serveur en fera un nouveau et chacun se reconnectera.`,
        en: `The session secret in the folder "${refusal.folder}" is too weak: delete keys/session.secret; the server makes a new one and everybody signs in again.`,
      };
    case 'backup':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» est une sauvegarde\u202f: un serveur ne s’y ouvre pas. Restaurez-la dans un nouveau dossier avec «\u202frestore\u202f».`,
        en: `The folder "${refusal.folder}" is a backup: a server does not open there. Restore it into a new folder with "restore".`,
      };
    case 'cannot-write':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» ne peut pas être ouvert en écriture (${refusal.code})\u202f: vérifiez les droits et la place libre.`,
        en: `The folder "${refusal.folder}" cannot be opened for writing (${refusal.code}): check the rights and the free space.`,
      };
    case 'key-lost':
      return {
        fr: `Le dossier «\u202f${refusal.folder}\u202f» n’a pas toutes ses clés de signature (keys)\u202f: restaurez ce dossier depuis la sauvegarde. Si elles sont perdues\u202f: navette key --lost.`,
        en: `The folder "${refusal.folder}" does not have all its signing keys (keys): restore that folder from the backup. If they are lost: navette key --lost.`,
      };
    case 'port-in-use':
      return {
        fr: `Le port ${refusal.value} est déjà pris\u202f: donnez-en un autre avec --port.`,
        en: `Port ${refusal.value} is already taken: give another one with --port.`,
      };
    case 'port-refused':
      return {
        fr: `Le port ${refusal.value} ne peut pas être ouvert sur cette machine\u202f: donnez-en un autre avec --port.`,
        en: `Port ${refusal.value} cannot be opened on this machine: give another one with --port.`,
      };
    case 'broken-start':
      return {
        fr: `Le serveur n’a pas pu démarrer (${refusal.kind}). Le dossier de données n’a pas été effacé.`,
        en: `The server could not start (${refusal.kind}). The data folder has not been erased.`,
      };
  }
}

/** Every limit with its default, three a line. */
const LIMIT_LINES = Object.entries(SERVER_LIMITS)
  .map(([name, value]) => `${name}=${value}`.padEnd(37))
  .map((cell, i, cells) =>
    i % 3 === 0
      ? `    ${cells
          .slice(i, i + 3)
          .join('')
          .trimEnd()}`
      : null,
  )
  .filter((line) => line !== null)
  .join('\n');

/** The answer to `--help`. */
export const HELP: Sentences = {
  fr: `Navette\u202f: le serveur du cabinet

  serve [options]           démarre le serveur
    --port NOMBRE           port d’écoute (${DEFAULT_PORT} sans cette option)
    --data DOSSIER          dossier de données d’un cabinet\u202f; sans cette option, la démonstration dans ${DEMO_FOLDER}
    --demo                  ouvre DOSSIER comme démonstration
    --origin ADRESSE        adresse publique du portail (http://localhost:PORT sans cette option)
    --host ADRESSE          adresse d’écoute (127.0.0.1\u202f: cette machine seulement)
    --file-limit MIO        taille limite d’un fichier, en Mio (100)
    --extension ID          identifiant Chrome de l’extension admise\u202f; répétable
    --trusted-proxy IP      mandataire dont l’en-tête X-Forwarded-For est cru\u202f; répétable
    --database ADRESSE      journal dans PostgreSQL, par exemple postgres://navette@localhost/navette\u202f; mot de passe par PGPASSWORD
    --company-register URL  registre des entreprises interrogé par SIRET (recherche-entreprises.api.gouv.fr)\u202f; off pour aucun
    --metrics-port NOMBRE   mesures pour Prometheus, sur cette machine seulement\u202f; aucune sans cette option
    --limit NOM=NOMBRE      autre limite que celles ci-dessous\u202f; répétable
    --oidc FICHIER          fournisseurs d’identité (OpenID Connect), ou NAVETTE_OIDC\u202f: voir docs/identity-providers.md
    --portal DOSSIER        portail construit, s’il est ailleurs
    --backup DOSSIER        sauvegarde chaque nuit dans DOSSIER, gardée 5 jours\u202f; répétable (deux lieux)
    --backup-at HH:MM       heure de Paris de la sauvegarde (02:30)
    --encrypt-to FICHIER    chiffre les sauvegardes pour cette clé publique (navette key --make-backup-key)
    --purge-by NOM          vide chaque nuit la corbeille après 90 jours, au nom de NOM\u202f; rien sans cette option
    --purge-at HH:MM        heure de Paris à laquelle elle est vidée (04:00)
  --help                    affiche cette aide

  verify, history           vérifie le dossier de données\u202f; dit qui a écrit quoi
  backup, restore, healed   sauvegarde pendant que le serveur tourne\u202f; la remet en place\u202f; ce qui est revenu depuis
  inspect, compact          dit ce que contient un dossier, en chiffres\u202f; raccourcit la lecture des espaces
  clients                   références des clients, d’un tableau CSV
  redact, people            efface un document, des entrées ou un fichier\u202f; liste les personnes, met fin à un accès
  trace                     dit qui a lu ou écrit quoi entre deux jours
  key, receipt              clé publique du cabinet\u202f; accusé de réception d’un fichier
  verify-receipt            vérifie un accusé de réception, sans réseau
  verify-bundle             vérifie l’export d’un dossier, sans réseau
  purge                     vide la corbeille de ce qui y est depuis 90 jours
  COMMANDE --help           affiche l’aide d’une commande

  Courrier\u202f: NAVETTE_SMTP_URL et NAVETTE_MAIL_FROM\u202f; sans eux, les messages restent dans DOSSIER/outbox.
  Le premier démarrage d’un cabinet affiche un lien d’installation qui ne sert qu’une fois.

  Limites (par seconde, en Mio, ou en secondes de patience)\u202f:
${LIMIT_LINES}
`,
  en: `Navette: the firm's server

  serve [options]           starts the server
    --port NUMBER           port to listen on (${DEFAULT_PORT} by default)
    --data FOLDER           data folder of a firm; without it, the demonstration in ${DEMO_FOLDER}
    --demo                  opens FOLDER as a demonstration
    --origin ADDRESS        public address of the portal (http://localhost:PORT by default)
    --host ADDRESS          address to listen on (127.0.0.1: this machine only)
    --file-limit MIB        largest file, in MiB (100)
    --extension ID          Chrome id of the extension that is let in; repeatable
    --trusted-proxy IP      proxy whose X-Forwarded-For header is believed; repeatable
    --database ADDRESS      the log in PostgreSQL, for example postgres://navette@localhost/navette; password by PGPASSWORD
    --company-register URL  register of companies asked by SIRET (recherche-entreprises.api.gouv.fr); off for none
    --metrics-port NUMBER   figures for Prometheus, on this machine only; none by default
    --limit NAME=NUMBER     another limit than those below; repeatable
    --oidc FILE             identity providers (OpenID Connect), or NAVETTE_OIDC: see docs/identity-providers.md
    --portal FOLDER         the built portal, if it is elsewhere
    --backup FOLDER         a backup every night in FOLDER, kept 5 days; repeatable (two places)
    --backup-at HH:MM       time of Paris of the backup (02:30)
    --encrypt-to FILE       encrypts the backups to this public key (navette key --make-backup-key)
    --purge-by NAME         empties the bin every night after 90 days, in the name of NAME; nothing by default
    --purge-at HH:MM        time of Paris at which it is emptied (04:00)
  --help                    shows this help

  verify, history           checks the data folder; says who wrote what
  backup, restore, healed   backs up while the server runs; puts a backup back; what came back since
  inspect, compact          says what is in a folder, in figures; makes rooms shorter to read
  clients                   references of the clients, from a CSV table
  redact, people            erases a document, entries or a file; lists people, ends an access
  trace                     says who read or wrote what between two days
  key, receipt              the firm's public key; the receipt of a file
  verify-receipt            checks a receipt, without a network
  verify-bundle             checks the export of a dossier, without a network
  purge                     empties the bin of what has been there for 90 days
  COMMAND --help            shows the help of a command

  Mail: NAVETTE_SMTP_URL and NAVETTE_MAIL_FROM; without them, messages stay in FOLDER/outbox.
  The first start of a firm prints a set-up link that works once.

  Limits (per second, in MiB, or in seconds of patience):
${LIMIT_LINES}
`,
};

/** One person of the demonstration as the console lists them. */
export type DemoLine = { readonly name: string; readonly title: string; readonly email: string; readonly link: string };

/** Said once the server answers. */
export function started(origin: string, firm: string, language: Language): string {
  const name = firm === '' ? '' : ` (${firm})`;
  return language === 'fr'
    ? `Navette répond à ${origin}${name}. Ctrl C pour arrêter.`
    : `Navette answers at ${origin}${name}. Ctrl C to stop.`;
}

/** The demonstration's people, their password and their one-click links. */
export function demoPeople(people: readonly DemoLine[], password: string, language: Language): string {
  const lines = people.map(({ name, title, email, link }) => `  ${name}, ${title}\n    ${email}\n    ${link}`).join('\n');
  return language === 'fr'
    ? `Démonstration, tout est inventé. Un clic pour entrer (liens valables jusqu’à l’arrêt du serveur)\u202f:\n${lines}\n  Mot de passe de tous\u202f: ${password}`
    : `Demonstration, all of it invented. One click to enter (links work until the server stops):\n${lines}\n  Password of all: ${password}`;
}

/** The link that makes the first administrator. */
export function setUpLink(link: string, language: Language): string {
  return language === 'fr'
    ? `Ce cabinet n’est pas encore installé. Ouvrez ce lien, qui ne sert qu’une fois, pour le nommer et créer son administrateur\u202f:\n  ${link}`
    : `This firm is not set up yet. Open this link, which works once, to name it and make its administrator:\n  ${link}`;
}

/** Where the letters are that have no relay to leave by. */
export function lettersStay(link: string, language: Language): string {
  return language === 'fr'
    ? `Aucun relais de courrier n’est réglé\u202f: les messages restent ici, et se lisent à ${link}`
    : `No mail relay is set: messages stay here, and are read at ${link}`;
}

export function stopped(language: Language): string {
  return language === 'fr' ? 'Navette est arrêtée.' : 'Navette has stopped.';
}
