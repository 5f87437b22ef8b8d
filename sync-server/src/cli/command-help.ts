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
  signature, chaque fichier. Ne modifie rien, et peut tourner à côté du serveur. DOSSIER peut être une sauvegarde.
`,
    `navette verify --data FOLDER
  Checks that nothing has changed: the chain of the log from its first entry to its last, each receipt and its signature,
  each file. Changes nothing, and may run beside the server. FOLDER may be a backup.
`,
  ),
  'verify-receipt': help(
    `navette verify-receipt FICHIER --key CLÉ [--document FICHIER]
  Vérifie un accusé de réception, sans réseau. FICHIER est son JSON, ou - pour l’entrée standard.
  --key CLÉ                 clé publique du cabinet (navette key)
  --document FICHIER        le document, comparé octet pour octet à celui qui est attesté
`,
    `navette verify-receipt FILE --key KEY [--document FILE]
  Checks a receipt, without a network. FILE is its JSON, or - for the standard input.
  --key KEY                 the firm’s public key (navette key)
  --document FILE           the document, compared byte for byte with the one attested
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
    `navette key --data DOSSIER
  Affiche le nom du cabinet, l’identifiant de sa clé et sa clé publique.
`,
    `navette key --data FOLDER
  Prints the firm’s name, the id of its key and its public key.
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
    `navette backup --data DOSSIER --to SAUVEGARDE
  Copie tout dans un nouveau dossier, pendant que le serveur tourne, puis vérifie la copie. Sur le même disque, les fichiers
  ne sont pas dupliqués\u202f: mettez la sauvegarde sur un autre. Elle contient les clés du cabinet.
`,
    `navette backup --data FOLDER --to BACKUP
  Copies everything to a new folder while the server runs, then verifies the copy. On the same disk, files are not
  duplicated: put the backup on another one. It holds the firm’s keys.
`,
  ),
  restore: help(
    `navette restore --from SAUVEGARDE --data DOSSIER [--why MOTIF]
  Vérifie la sauvegarde, puis en fait un nouveau dossier de données. Le journal change d’époque\u202f: chaque appareil renvoie ce
  qui manque. Termine toutes les sessions, et dit ce qu’il vous reste à refaire.
  --why MOTIF               motif, signé avec la nouvelle époque
`,
    `navette restore --from BACKUP --data FOLDER [--why REASON]
  Verifies the backup, then makes a new data folder of it. The log gets a new epoch: each device hands back what is missing.
  Ends every session, and says what is left for you to do again.
  --why REASON              reason, signed with the new epoch
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
