/**
 * The terms of sale that a person accepts before they are attached by a client code (R067): text as data, with the version
 * and the day that are kept beside every acceptance.
 *
 * A firm may set its own (`firm_setting`); these stand until it does, and on a device that has not heard of others. In
 * French whatever the language of the screen: what is accepted is this text and no translation of it.
 */
export type SalesTerms = {
  readonly version: string;
  /** 'AAAA-MM-JJ': in force from. */
  readonly date: string;
  readonly articles: readonly { readonly title: string; readonly text: string }[];
};

export const DEFAULT_SALES_TERMS: SalesTerms = {
  version: '2026-11',
  date: '2026-11-02',
  articles: [
    {
      title: 'Objet',
      text: 'Les présentes conditions régissent l’accès de la société cliente et de ses personnes aux services déclaratifs et bancaires que le cabinet met à leur disposition, dans le portail et dans l’extension de navigateur.',
    },
    {
      title: 'Accès',
      text: 'L’accès est personnel. Chaque personne s’identifie avec son adresse e-mail et son mot de passe, qu’elle ne communique à personne, pas même au cabinet. Elle prévient le cabinet sans attendre si elle pense que quelqu’un d’autre s’en est servi.',
    },
    {
      title: 'Rattachement à la société',
      text: 'La personne qui indique un code client et un numéro de facture ou de série atteste qu’elle agit pour la société concernée. La première à le faire devient administratrice des accès de la société. Les documents et les chiffres qui existaient avant ne lui sont ouverts qu’après confirmation du cabinet.',
    },
    {
      title: 'Usage professionnel',
      text: 'Les services sont réservés à un usage professionnel. La société reste responsable des documents qu’elle dépose et de leur exactitude.',
    },
    {
      title: 'Disponibilité et conservation',
      text: 'Les documents sont gardés sur l’appareil de la personne, puis sur le serveur du cabinet, pendant les durées légales. L’interruption du réseau ou du serveur n’efface aucun document en attente d’envoi.',
    },
    {
      title: 'Durée',
      text: 'L’accès est ouvert pour un an à compter de l’acceptation et se renouvelle par année. La société peut y renoncer à tout moment en l’écrivant au cabinet ; ses documents lui restent accessibles pendant les durées légales.',
    },
    {
      title: 'Droit applicable',
      text: 'Ces conditions sont soumises au droit français. Le tribunal compétent est celui du siège du cabinet.',
    },
  ],
};
