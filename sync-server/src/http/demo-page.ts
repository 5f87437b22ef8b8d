/**
 * The page behind a one-click link of the demonstration: takes the token from the address's fragment, signs in, opens
 * the portal. Served by the demonstration only.
 */
import { Hono } from 'hono';

const PAGE = `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Navette, démonstration</title>
<script type="module" src="/demo/sign-in.js"></script>
<body>
<main>
<h1>Démonstration</h1>
<p id="state" role="status">Connexion…</p>
</main>
</body>
</html>
`;

const SCRIPT = `const token = location.hash.slice(1);
history.replaceState(null, '', '/demo');
const state = document.getElementById('state');
try {
  const answer = await fetch('/api/v1/demo-sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'navette-client': 'portal' },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) location.replace('/');
  else state.textContent = 'Ce lien ne vaut plus\\u202f: le serveur a redémarré depuis. Reprenez celui que la console affiche.';
} catch {
  state.textContent = 'Le serveur ne répond pas.';
}
`;

export function demoPage(): Hono {
  const give = (body: string, type: string) => new Response(body, { headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' } });
  return new Hono().get('/demo', () => give(PAGE, 'text/html')).get('/demo/sign-in.js', () => give(SCRIPT, 'text/javascript'));
}
