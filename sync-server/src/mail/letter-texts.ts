/** What each letter says, in French. Facts of people are made plain here (`plain-words.ts`), so that no kind can forget it. */
import type { LetterContent } from './letter-form.ts';
import type { Letter, NoticeKind } from './letters.ts';
import { plainLine, plainName } from './plain-words.ts';

export type LetterContext = {
  /** Made plain already. */
  readonly firm: string;
  /** The whole address of a path of the portal. */
  readonly address: (link: string) => string;
};

/** Named in guillemets: French would elide before some names and not before others. */
function spaceOf(company: string): string {
  const name = plainName(company, '');
  return name === '' ? 'l’espace de votre société' : `l’espace «\u202f${name}\u202f»`;
}
const NOT_EXPECTED = 'Si vous n’attendiez pas ce message, ne faites rien\u202f: rien ne change sans vous.';

export function letterContent(letter: Letter, { firm, address }: LetterContext): LetterContent {
  switch (letter.kind) {
    case 'code':
      return {
        subject: `Votre code pour ${firm}`,
        title: 'Votre code de vérification',
        paragraphs: ['Recopiez ce code dans la page Navette qui vous le demande.'],
        code: letter.code.replaceAll(/\D/g, '').replace(/^(\d{4})(\d{4})$/, '$1\u00a0$2'),
        notes: [
          `Il est valable ${Math.round(letter.minutes)}\u00a0minutes et ne sert qu’une fois.`,
          'Ne le donnez à personne, pas même au téléphone\u202f: le cabinet ne vous le demandera jamais. Si vous n’avez rien demandé, ne faites rien.',
        ],
      };
    case 'invitation': {
      const [space, by] = [spaceOf(letter.company), plainName(letter.by, 'Votre contact')];
      return {
        subject: `${by} vous invite dans ${space}`,
        title: `Votre accès à ${space}`,
        paragraphs: [
          `${by} vous invite à rejoindre ${space}, tenu par ${firm}.`,
          'Vous pourrez y déposer des documents depuis votre navigateur, et suivre ce qu’ils deviennent.',
        ],
        act: { word: 'Accepter l’invitation', address: address(letter.link) },
        notes: [
          `Ce lien est valable jusqu’au ${plainLine(letter.until, 60)} et ne sert qu’une fois. Un code envoyé à cette adresse vous sera demandé.`,
          NOT_EXPECTED,
        ],
      };
    }
    case 'staff-invitation': {
      const by = plainName(letter.by, 'Un responsable du cabinet');
      return {
        subject: `${by} vous invite chez ${firm}`,
        title: `Votre accès à ${firm}`,
        paragraphs: [`${by} vous ouvre un accès de collaborateur à Navette, où ${firm} suit les dossiers de ses clients.`],
        act: { word: 'Accepter l’invitation', address: address(letter.link) },
        notes: [
          `Ce lien est valable jusqu’au ${plainLine(letter.until, 60)} et ne sert qu’une fois. Un code envoyé à cette adresse vous sera demandé.`,
          NOT_EXPECTED,
        ],
      };
    }
    case 'access-link': {
      const space = spaceOf(letter.company);
      return {
        subject: `Votre accès à ${space}`,
        title: 'Votre lien d’accès',
        paragraphs: [`Voici de quoi revenir dans ${space} et y choisir un nouveau mot de passe.`],
        act: { word: 'Ouvrir mon espace', address: address(letter.link) },
        notes: [
          `Ce lien est valable jusqu’au ${plainLine(letter.until, 60)} et ne sert qu’une fois. Un code envoyé à cette adresse vous sera demandé.`,
          NOT_EXPECTED,
        ],
      };
    }
    case 'password-reset':
      return {
        subject: `Nouveau mot de passe pour ${firm}`,
        title: 'Choisir un nouveau mot de passe',
        paragraphs: ['Vous avez demandé à changer de mot de passe. L’ancien reste valable tant que vous n’en avez pas choisi un autre.'],
        act: { word: 'Choisir un mot de passe', address: address(letter.link) },
        notes: [`Ce lien est valable jusqu’au ${plainLine(letter.until, 60)} et ne sert qu’une fois.`, NOT_EXPECTED],
      };
    case 'migration-reminder': {
      const note = plainLine(letter.note, 400);
      return {
        subject: 'Votre identité unique\u202f: il reste une étape',
        title: 'Votre identité unique n’est pas terminée',
        paragraphs: [
          `Pour ${spaceOf(letter.company)}, il reste à terminer le passage à votre identité unique. Cela prend deux minutes.`,
          ...(note === '' ? [] : [`Un mot du cabinet\u202f: «\u202f${note}\u202f»`]),
        ],
        act: { word: 'Terminer', address: address(letter.link) },
        notes: ['D’ici là, tout continue de fonctionner comme avant.'],
      };
    }
    case 'administrator-named': {
      const space = spaceOf(letter.company);
      return {
        subject: `Qui administre les accès à ${space}`,
        title: `Qui administre les accès à ${space}`,
        paragraphs: [
          `${plainName(letter.name, 'Une personne de la société')} administre les accès à ${space}\u202f: cette personne ajoute des utilisateurs et choisit ce qu’ils voient.`,
        ],
        act: { word: 'Voir les accès', address: address(letter.link) },
        notes: [`Si ce n’est pas la bonne personne, dites-le à ${firm}.`],
      };
    }
    case 'activation-key':
      return {
        subject: 'Votre clé d’activation est prête',
        title: 'Votre clé d’activation est prête',
        paragraphs: [
          `${firm} a ouvert ${plainName(letter.product, 'votre produit')} pour ${spaceOf(letter.company)}. La clé vous attend dans votre espace\u202f; elle n’est pas dans ce message.`,
        ],
        act: { word: 'Activer', address: address(letter.link) },
        notes: [NOT_EXPECTED],
      };
    case 'notice': {
      const { title, said } = NOTICES[letter.what];
      const detail = plainLine(letter.detail, 120);
      return {
        subject: `${title}\u202f: ${firm}`,
        title,
        paragraphs: [said, ...(detail === '' ? [] : [detail])],
        act: { word: 'Voir mon compte', address: address(letter.link) },
        notes: ['C’était vous\u202f? Il n’y a rien à faire. Sinon, changez votre mot de passe et prévenez le cabinet.'],
      };
    }
  }
}

const NOTICES: Readonly<Record<NoticeKind, { readonly title: string; readonly said: string }>> = {
  'new-sign-in': {
    title: 'Nouvelle connexion à votre compte',
    said: 'Votre compte a été ouvert sur un appareil que nous ne connaissions pas.',
  },
  'password-changed': {
    title: 'Votre mot de passe a changé',
    said: 'Le mot de passe de votre compte a été remplacé. Les autres appareils devront se reconnecter.',
  },
  'email-changing': {
    title: 'Changement d’adresse demandé',
    said: 'Une autre adresse e-mail a été demandée pour votre compte. Elle ne remplacera celle-ci qu’une fois prouvée.',
  },
  'email-changed': {
    title: 'Votre adresse e-mail a changé',
    said: 'Votre compte a maintenant une autre adresse e-mail. Vous pouvez revenir à celle-ci pendant trois jours.',
  },
  'factor-added': {
    title: 'Second facteur ajouté',
    said: 'Un second facteur a été ajouté à votre compte\u202f: il sera demandé à chaque connexion.',
  },
  'factor-removed': { title: 'Second facteur retiré', said: 'Un second facteur de votre compte a été retiré.' },
  'right-changed': { title: 'Votre accès a changé', said: 'Ce que vous pouvez voir ou faire a changé.' },
  'right-withdrawn': {
    title: 'Votre accès a été retiré',
    said: 'Vous n’avez plus accès à cet espace. Ce que vous aviez déposé reste au dossier.',
  },
  'key-created': { title: 'Clé d’interface créée', said: 'Une clé qui ouvre vos données à un autre logiciel a été créée.' },
  'export-made': { title: 'Export de données', said: 'Une copie des données a été demandée avec votre compte.' },
};
