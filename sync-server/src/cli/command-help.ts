/** The answer to `navette <command> --help`. */
import type { Sentences } from './command.ts';

const ENDS: Sentences = {
  fr: `  --json                    un seul objet JSON, pour un programme
  --help                    affiche cette aide

  Fin\u202f: 0 tout est bon, 1 quelque chose ne l’est pas, 2 option ou dossier refusé.`,
  en: `  --json                    one JSON object, for a program
  --help                    shows this help

  Ends with 0 all is well, 1 something is not, 2 an option or a folder is refused.`,
};

const help = (fr: string, en: string): Sentences => ({ fr: `${fr}\n${ENDS.fr}`, en: `${en}\n${ENDS.en}` });

export const COMMAND_HELP: Readonly<Record<string, Sentences>> = {
  verify: help(
    `navette verify --data DOSSIER
  Vérifie que rien n’a changé\u202f: la chaîne du journal de la première à la dernière entrée, chaque accusé de réception et sa
  signature, chaque fichier. Ne modifie rien, et peut tourner à côté du serveur. DOSSIER peut être une sauvegarde\u202f; d’une
  sauvegarde chiffrée, ce qui se vérifie sans sa clé privée\u202f: que c’est bien le fichier que le cabinet a signé.
`,
    `navette verify --data FOLDER
  Checks that nothing has changed: the chain of the log from its first entry to its last, each receipt and its signature,
  each file. Changes nothing, and may run beside the server. FOLDER may be a backup; of an encrypted one, what can be checked
  without its private key: that it is the file the firm signed.
`,
  ),
  'verify-receipt': help(
    `navette verify-receipt FICHIER --keys LISTE [--key CLÉ] [--document FICHIER]
  Vérifie un accusé de réception, sans réseau. FICHIER est son JSON, ou - pour l’entrée standard.
  --keys LISTE              liste publiée des clés (navette key --json, ou /api/v1/keys)\u202f: dit quelle clé, valable quand
  --key CLÉ                 avec LISTE, clé du journal déjà connue, qui doit en répondre\u202f; seule, clé des accusés de réception
  --document FICHIER        le document, comparé octet pour octet à celui qui est attesté
`,
    `navette verify-receipt FILE --keys LIST [--key KEY] [--document FILE]
  Checks a receipt, without a network. FILE is its JSON, or - for the standard input.
  --keys LIST               published list of keys (navette key --json, or /api/v1/keys): says which key, good when
  --key KEY                 with LIST, the log’s key you know already, which must vouch for it; alone, the key of receipts
  --document FILE           the document, compared byte for byte with the one attested
`,
  ),
  'verify-bundle': help(
    `navette verify-bundle FICHIER.zip [--key CLÉ]
  Vérifie l’export d’un dossier, sans réseau et sans données\u202f: l’empreinte de chaque fichier, chaque accusé de réception, ce qui manque.
  --key CLÉ                 clé du cabinet déjà connue\u202f; sans elle, celles que l’export contient, à comparer
`,
    `navette verify-bundle FILE.zip [--key KEY]
  Checks the export of a dossier, without a network or data: the fingerprint of each file, each receipt, what is missing.
  --key KEY                 a key of the firm’s you know already; without it, those in the export, to be compared
`,
  ),
  receipt: help(
    `navette receipt --data DOSSIER --hash SHA256 [--dossier ID] [--box BOÎTE]
  Affiche l’accusé de réception d’un fichier, à remettre à qui voudra le vérifier.
`,
    `navette receipt --data FOLDER --hash SHA256 [--dossier ID] [--box BOX]
  Prints the receipt of a file, to be handed to whoever wants to check it.
`,
  ),
  key: help(
    `navette key --data DOSSIER [--rotate | --distrust CLÉ --after MOMENT | --renew [--all] | --lost]
  Affiche le nom du cabinet, l’empreinte à comparer et toutes ses clés, avec leur validité\u202f; avec --json, la liste publiée.
  --rotate                  remplace les clés, chacune présentée par celle d’avant\u202f; le serveur peut tourner
  --distrust CLÉ            clé remplacée qui n’est plus fiable après MOMENT (2026-11-20T14:30 à Paris)
  --renew                   donne de nouveau, serveur arrêté, les accusés de réception que le journal et les fichiers confirment
  --all                     avec --renew\u202f: aussi ceux d’avant MOMENT, pour qui n’a pas le journal
  --lost                    la clé privée du journal est perdue\u202f: nouvelles clés, que chacun devra comparer et accepter

  navette key --make-backup-key
  Fait la paire de clés des sauvegardes, à lancer ailleurs que sur le serveur.
`,
    `navette key --data FOLDER [--rotate | --distrust KEY --after MOMENT | --renew [--all] | --lost]
  Prints the firm’s name, the fingerprint to compare and all its keys with their validity; with --json, the published list.
  --rotate                  replaces the keys, each introduced by the one before; the server may run
  --distrust KEY            replaced key that is not to be trusted after MOMENT (2026-11-20T14:30 in Paris)
  --renew                   gives again, the server stopped, the receipts that the log and the files bear out
  --all                     with --renew: also those from before MOMENT, for readers who have no log
  --lost                    the private key of the log is lost: new keys, which everybody will have to compare and take

  navette key --make-backup-key
  Makes the key pair of backups; run it elsewhere than on the server.
`,
  ),
  history: help(
    `navette history ESPACE --data DOSSIER [--at NUMÉRO|MOMENT]
  Dit qui a écrit quoi et quand dans un espace du journal, une ligne par entrée.
  ESPACE                    par exemple dossier/<identifiant>/deposits/2026/common
  --at NUMÉRO|MOMENT        affiche en JSON ce qu’il contenait après cette entrée, ou à ce moment (12, 2026-11-20,
                            2026-11-20T14:30 à Paris, 2026-11-20T13:30Z)
`,
    `navette history ROOM --data FOLDER [--at NUMBER|MOMENT]
  Says who wrote what and when in a room of the log, one line an entry.
  ROOM                      for example dossier/<id>/deposits/2026/common
  --at NUMBER|MOMENT        prints as JSON what stood in it after that entry, or at that moment (12, 2026-11-20,
                            2026-11-20T14:30 in Paris, 2026-11-20T13:30Z)
`,
  ),
  backup: help(
    `navette backup --data DOSSIER --to SAUVEGARDE [--encrypt-to FICHIER]
  Copie tout dans un nouveau dossier, pendant que le serveur tourne, puis vérifie la copie. Sur le même disque, les fichiers
  ne sont pas dupliqués\u202f: mettez la sauvegarde sur un autre. Elle contient les clés du cabinet.
  --encrypt-to FICHIER      la chiffre pour cette clé publique (navette key --make-backup-key), au format age\u202f: seule la clé
                            privée l’ouvre. Chaque nuit et en deux lieux\u202f: voir serve --backup.
`,
    `navette backup --data FOLDER --to BACKUP [--encrypt-to FILE]
  Copies everything to a new folder while the server runs, then verifies the copy. On the same disk, files are not
  duplicated: put the backup on another one. It holds the firm’s keys.
  --encrypt-to FILE         encrypts it to this public key (navette key --make-backup-key), in the age format: only the private
                            key opens it. Every night and at two places: see serve --backup.
`,
  ),
  restore: help(
    `navette restore --from SAUVEGARDE --data DOSSIER [--key FICHIER] [--keys DOSSIER] [--why MOTIF] [--erasures CHEMIN]
  Vérifie la sauvegarde, puis en fait un nouveau dossier de données. Le journal change d’époque\u202f: chaque appareil renvoie ce
  qui manque. Termine toutes les sessions, et dit ce qu’il vous reste à refaire.
  --key FICHIER             clé privée d’une sauvegarde chiffrée
  --keys DOSSIER            clés plus récentes que celles de la sauvegarde (dossier de l’ancien serveur), prises à leur place
  --why MOTIF               motif, signé avec la nouvelle époque
  --erasures CHEMIN         ce qui a été effacé depuis\u202f: un dossier ou son erasures.jsonl\u202f; les sauvegardes voisines sont lues d’office
`,
    `navette restore --from BACKUP --data FOLDER [--key FILE] [--keys FOLDER] [--why REASON] [--erasures PATH]
  Verifies the backup, then makes a new data folder of it. The log gets a new epoch: each device hands back what is missing.
  Ends every session, and says what is left for you to do again.
  --key FILE                private key of an encrypted backup
  --keys FOLDER             newer keys than those of the backup (the former server’s folder), taken in their place
  --why REASON              reason, signed with the new epoch
  --erasures PATH           what was erased since: a folder or its erasures.jsonl; backups beside this one are read anyway
`,
  ),
  healed: help(
    `navette healed --data DOSSIER
  Dit ce que les appareils ont rendu après chaque restauration du serveur\u202f: combien d’entrées, dans quels espaces, écrites par
  qui et quand, rendues par qui. Ne modifie rien, et peut tourner à côté du serveur.
`,
    `navette healed --data FOLDER
  Says what devices handed back after each restore of the server: how many entries, in which rooms, written by whom and when,
  brought by whom. Changes nothing, and may run beside the server.
`,
  ),
  compact: help(
    `navette compact --data DOSSIER [--again]
  Raccourcit la lecture de chaque espace du journal, serveur arrêté\u202f: ce qui s’est ajouté devient une copie abrégée. Le serveur
  le fait aussi de lui-même. Le journal n’est pas touché.
  --again                   jette les copies abrégées et les refait toutes
`,
    `navette compact --data FOLDER [--again]
  Makes every room shorter to read, while the server is stopped: what was added becomes a short copy. The server does this by
  itself too. The log is not touched.
  --again                   throws the short copies away and makes them all again
`,
  ),
  trace: help(
    `navette trace --data DOSSIER --from JOUR --to JOUR [--dossier ID] [--person ID] [--csv]
  Dit qui a lu ou écrit quoi entre deux jours (heures de Paris), par dossier et par personne\u202f: dossiers reçus par un appareil,
  fichiers ouverts, exports, écritures. Ne modifie rien, et peut tourner à côté du serveur.
  --csv                     un tableau pour un tableur
`,
    `navette trace --data FOLDER --from DAY --to DAY [--dossier ID] [--person ID] [--csv]
  Says who read or wrote what between two days (times of Paris), per dossier and person: dossiers given to a device, files
  opened, exports, writings. Changes nothing, and may run beside the server.
  --csv                     a table for a spreadsheet
`,
  ),
  active: help(
    `navette active --data DOSSIER [--year ANNÉE]
  Dit quels dossiers ont été actifs, par exercice\u202f: au moins une ligne d’écriture saisie, modifiée ou retirée par le service
  pendant l’exercice. Lu dans le journal, ne modifie rien, et peut tourner à côté du serveur.
`,
    `navette active --data FOLDER [--year YEAR]
  Says which dossiers were active, by accounting year: at least one entry line recorded, changed or removed through the service
  during the year. Read from the log, changes nothing, and may run beside the server.
`,
  ),
  people: help(
    `navette people --data DOSSIER [--remove ID]
  Dit qui fait partie du cabinet, avec quel rôle et combien de dossiers\u202f; peut tourner à côté du serveur.
  --remove ID               met fin à l’accès d’une personne, serveur arrêté\u202f: droits, sessions, mot de passe
`,
    `navette people --data FOLDER [--remove ID]
  Says who belongs to the firm, with which role and how many dossiers; may run beside the server.
  --remove ID               ends the access of a person, while the server is stopped: rights, sessions, password
`,
  ),
  purge: help(
    `navette purge --data DOSSIER --by QUI [--yes]
  Efface, serveur arrêté, ce qui est dans la corbeille depuis 90 jours. Ce qu’une règle de conservation retient reste, et la règle est
  dite. Sans --yes, dit seulement ce qui le serait.
  --database URL            adresse PostgreSQL du journal (ou NAVETTE_DATABASE)
`,
    `navette purge --data FOLDER --by WHO [--yes]
  Erases, while the server is stopped, what has been in the bin for 90 days. What a rule of retention holds stays, and the rule is said.
  Without --yes, only says what would be.
  --database URL            PostgreSQL address of the log (or NAVETTE_DATABASE)
`,
  ),
  redact: help(
    `navette redact --data DOSSIER CE_QU_IL_FAUT_EFFACER --by QUI --why MOTIF [--legal-basis TEXTE] [--yes]
  Efface un contenu du journal, des copies, des fichiers et des appareils, serveur arrêté. Sans --yes, dit seulement ce qui le
  serait. La chaîne du journal reste vérifiable\u202f; un acte signé dit qui, quand et pourquoi, et se lit dans le dossier concerné.
  --document ID             tout ce qui parle d’un document, et son fichier s’il n’est à aucun autre
  --room ESPACE --entries N des entrées d’un espace, par leurs numéros (navette history)\u202f: 3,5-7
  --file SHA256             les octets d’un fichier, dans un seul dossier avec --dossier ID\u202f; l’accusé de réception reste
  --by, --why               qui le décide, et pourquoi
  --legal-basis TEXTE       la règle ou l’autorité, exigée pour une pièce que le cabinet a acceptée
  --database URL            adresse PostgreSQL du journal (ou NAVETTE_DATABASE)
`,
    `navette redact --data FOLDER WHAT --by WHO --why REASON [--legal-basis TEXT] [--yes]
  Erases contents from the log, its copies, the files and the devices, while the server is stopped. Without --yes, only says
  what would be. The log’s chain still verifies; a signed act says who, when and why, and can be read in the dossier.
  --document ID             all that speaks of a document, and its file where it is no other’s
  --room ROOM --entries N   entries of a room, by their numbers (navette history): 3,5-7
  --file SHA256             the bytes of a file, in one dossier with --dossier ID; the receipt stays
  --by, --why               who decides it, and why
  --legal-basis TEXT        the rule or authority, required for a document the firm has accepted
  --database URL            PostgreSQL address of the log (or NAVETTE_DATABASE)
`,
  ),
  inspect: help(
    `navette inspect --data DOSSIER
  navette inspect FICHIER...
  Dit ce que contient un dossier de données ou une sauvegarde, en chiffres\u202f: espaces, copies abrégées, fichiers, bases, et les
  espaces illisibles. Aucun nom, aucun contenu. Ne modifie rien, et peut tourner à côté du serveur.
  Avec des fichiers, dit ce qu’est chacun : facture électronique, relevé bancaire, type proposé, réserves. Rien n’est exécuté.
`,
    `navette inspect --data FOLDER
  navette inspect FILE...
  Says what is in a data folder or a backup, in figures: rooms, short copies, files, databases, and the rooms that cannot be
  read. No name, no content. Changes nothing, and may run beside the server.
  With files, says what each of them is: e-invoice, bank statement, proposed kind, reservations. Nothing is run.
`,
  ),
  clients: help(
    `navette clients --data DOSSIER --import FICHIER [--create] [--write]
  Lit un tableau CSV des clients et de ce qui les fait reconnaître, serveur arrêté\u202f: Code client, SIREN, Dossier, E-mail de
  notification, N° de facture, N° de série, dans n’importe quel ordre, séparés par des points-virgules. Chaque ligne nomme un
  dossier par l’une des trois premières colonnes. Sans --write, rien n’est écrit\u202f; avec une ligne à corriger non plus.
  --create                  ouvre les dossiers qui manquent, avec leur nom et leur SIREN
  --write                   écrit
`,
    `navette clients --data FOLDER --import FILE [--create] [--write]
  Reads a CSV table of the clients and of what they are recognised by, while the server is stopped: Code client, SIREN, Dossier,
  E-mail de notification, N° de facture, N° de série, in any order, separated by semicolons. Each line names a dossier by one of
  the first three columns. Without --write nothing is written; nor is it with a line to correct.
  --create                  opens the dossiers that are missing, with their name and SIREN
  --write                   writes
`,
  ),
};
