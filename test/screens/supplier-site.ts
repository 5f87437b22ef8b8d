// A supplier's web page with an invoice on it, all invented, for the picture of the sheet on a page that is not ours.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the page says it is. */
export const SUPPLIER = 'bois-du-vuache.example';

export interface SupplierSite {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Serves the page on a free port, under a policy that allows nothing but its own style. */
export async function openSupplierSite(): Promise<SupplierSite> {
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; require-trusted-types-for 'script'",
    });
    response.end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://${SUPPLIER}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const INVOICES: readonly (readonly [string, string, string, string])[] = [
  ['VB-2026-11873', '19/11/2026', 'Chêne massif, mélèze, contreplaqué', '5 548,56 €'],
  ['VB-2026-11402', '22/10/2026', 'Mélèze raboté, quincaillerie', '2 184,30 €'],
  ['VB-2026-10956', '24/09/2026', 'Chêne massif', '3 096,00 €'],
  ['VB-2026-10377', '27/08/2026', 'Panneaux trois plis, livraison', '1 742,88 €'],
  ['VB-2026-09818', '23/07/2026', 'Contreplaqué bouleau', '918,60 €'],
];

const rows = INVOICES.map(
  ([number, day, what, sum]) =>
    `<tr><td><a href="/factures/${number}.pdf">${number}</a></td><td>${day}</td><td>${what}</td><td class="n">${sum}</td><td>Payée par virement</td></tr>`,
).join('');

const PAGE = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Vos factures · Bois du Vuache</title><style>
:root{color-scheme:light}body{margin:0;font:15px/24px Georgia,serif;color:#2b2620;background:#f6f1e7}
header{display:flex;gap:32px;align-items:center;padding:20px 56px;background:#4a3a28;color:#f6f1e7}header b{font-size:22px}header span{opacity:.8}
nav{margin-left:auto;display:flex;gap:24px}main{padding:40px 56px;max-width:1000px}h1{font-size:30px;margin:0 0 6px}
table{width:100%;border-collapse:collapse;margin-top:28px;background:#fff;border:1px solid #dccfb8}th,td{padding:13px 16px;text-align:left;border-bottom:1px solid #ece3d2}
th{font-size:13px;color:#75695a;font-weight:400}.n{text-align:right;white-space:nowrap}a{color:#7a4d12}footer{padding:0 56px;color:#75695a;font-size:13px}
</style></head><body><header><b>Bois du Vuache</b><span>Négoce de bois depuis 1987</span><nav><span>Catalogue</span><span>Commandes</span><span>Vos factures</span></nav></header>
<main><h1>Vos factures</h1><p>Compte client n° 40 218. Les factures restent disponibles pendant trois ans.</p>
<table><thead><tr><th>Numéro</th><th>Date</th><th>Objet</th><th class="n">Montant TTC</th><th>Règlement</th></tr></thead><tbody>${rows}</tbody></table></main>
<footer>Bois du Vuache, société fictive · Conditions générales de vente</footer></body></html>`;
