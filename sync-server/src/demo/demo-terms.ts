/** General terms of an invented support service, long enough to be read and printed. */
import type { Terms } from '@navette/domain/registration/terms';

const ARTICLES: readonly (readonly [string, string])[] = [
  [
    'Article 1. Objet',
    'Les présentes conditions régissent l’assistance que le cabinet apporte aux utilisateurs référencés du logiciel. Le référencement ouvre droit à l’assistance téléphonique.',
  ],
  [
    'Article 2. Durée',
    'Elles sont conclues pour une durée d’un an à compter de leur acceptation. Elles sont ensuite soumises à une nouvelle acceptation.',
  ],
  [
    'Article 3. Assistance téléphonique',
    'Le service répond de 9 h 00 à 18 h 00, du lundi au vendredi, hors jours fériés. Le nombre d’appels est illimité.',
  ],
  [
    'Article 4. Assistance en ligne',
    'Un service en ligne, disponible 24 h sur 24 et 7 jours sur 7, est réservé aux titulaires d’une licence Compta Facile ou Facturation Facile. Le nombre de questions est illimité.',
  ],
  [
    'Article 5. Services de saison',
    'L’assistance à la déclaration annuelle de paie est ouverte pendant une période fixée chaque année et annoncée au plus tard un mois avant son début. Elle est comprise dans l’offre Platine, et facturée dans les offres Premier et Privilèges.',
  ],
  [
    'Article 6. Licence',
    'La licence est accordée à l’utilisateur final à titre personnel et pour un seul logiciel. La clé d’activation est attachée à une version : une nouvelle version demande une nouvelle clé.',
  ],
  [
    'Article 7. Clé d’activation',
    'La clé est adressée sous cinq jours ouvrés à compter de la réception du bulletin de référencement. Dans l’attente, le logiciel est pleinement utilisable pendant le nombre de lancements autorisé ; au-delà, rien n’est perdu, mais l’envoi attend la clé.',
  ],
  [
    'Article 8. Données personnelles',
    'Les données recueillies servent à établir la licence et à ouvrir l’assistance. Chacun peut les consulter, les rectifier ou les faire effacer, et saisir la CNIL.',
  ],
];

export const DEMO_TERMS: Terms = {
  version: 'Novembre 2026',
  text: ARTICLES.map(([title, body]) => `${title}\n${body.replaceAll(/ (?=[;:])/g, '\u202f')}`).join('\n\n'),
};
