/**
 * GET /outbox: the letters that had no relay to leave by, as they would look. For the demonstration and for whoever develops.
 *
 * It exists only where no relay is configured: for everybody in the demonstration, elsewhere for the firm's administrators,
 * since letters hold codes and links. Each letter stands in a frame of its own that may run nothing.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Directory, Sessions } from '../ports.ts';
import { momentText } from './moment-text.ts';

export type OutboxParts = {
  /** Where the letters lie; null where they leave by a relay. */
  readonly folder: string | null;
  readonly sessions: Sessions;
  readonly directory: Directory;
};

const Kept = v.object({ at: v.string(), to: v.string(), subject: v.string(), text: v.string(), html: v.string() });
type Kept = v.InferOutput<typeof Kept>;

const SHOWN = 30;
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function outboxPage({ folder, sessions, directory }: OutboxParts): Hono {
  const routes = new Hono();
  if (folder === null) return routes;
  return routes.get('/outbox', async (c) => {
    const session = directory.firm().demo ? null : await sessions.of(c.req.raw.headers);
    if (!directory.firm().demo && (!session || directory.membership(session.user)?.firmRole !== 'admin')) return c.text('404', 404);
    const letters = await lastLetters(folder);
    return new Response(page(letters), {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': POLICY },
    });
  });
}

/** Newest first: names begin with the moment. */
async function lastLetters(folder: string): Promise<Kept[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const letters: Kept[] = [];
  for (const name of names.toSorted().toReversed().slice(0, SHOWN)) {
    const read = v.safeParse(Kept, JSON.parse(await readFile(path.join(folder, name), 'utf8')));
    if (read.success) letters.push(read.output);
  }
  return letters;
}

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:760px;padding:24px 16px;font:14px/20px system-ui,'Noto Sans',sans-serif;background:light-dark(#F1F5F5,#0D1517);color:light-dark(#12252B,#E7EEEF)}
h1{font-size:24px;line-height:32px;margin:0 0 4px}
p{margin:0 0 16px;color:light-dark(#42575E,#B3C3C7)}
details{border-top:1px solid light-dark(#9AAFB4,#47606A)}
summary{padding:12px 4px;cursor:pointer}

summary:focus-visible{outline:2px solid light-dark(#0A5B67,#8FE0EA);outline-offset:2px}
iframe{width:100%;height:620px;border:1px solid light-dark(#DCE5E6,#26373C);background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:12px;background:light-dark(#FFFFFF,#141F22)}`;

function page(letters: readonly Kept[]): string {
  const shown = letters
    .map(
      ({ at, to, subject, text, html }, i) => `<details${i === 0 ? ' open' : ''}>
<summary><b>${escape(subject)}</b><br>À ${escape(to)}, le ${momentText(Date.parse(at))}</summary>
<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="${escape(subject)}" srcdoc="${escape(inOwnTab(html))}"></iframe>
<pre>${escape(text)}</pre>
</details>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Courrier non parti</title><style>${STYLE}</style></head>
<body><main><h1>Courrier non parti</h1>
<p>Aucun relais de courrier n’est réglé\u202f: voici les derniers messages, tels qu’ils seraient partis. Rechargez la page pour voir les suivants.</p>
${shown === '' ? '<p>Rien pour l’instant.</p>' : shown}
</main></body></html>`;
}

function inOwnTab(html: string): string {
  return html.replace('<head>', '<head>\n<base target="_blank">');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
