/**
 * The one form of every letter, as text and as HTML: a heading, paragraphs, at most one code and one button, why it came.
 *
 * The HTML is a table of 600 px with its styles on the elements, as mail programs want it; those that know how follow a dark
 * setting. Everything is escaped here; nothing is loaded from anywhere.
 */

/** What a letter says; all of it plain text. */
export type LetterContent = {
  readonly subject: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Digits to be copied. */
  readonly code?: string;
  /** The one act: its word, and a whole address of the portal. */
  readonly act?: { readonly word: string; readonly address: string };
  /** After the act: how long it is good, what to do when it was not expected. */
  readonly notes: readonly string[];
};

export type LetterFrame = { readonly firm: string; readonly foot: string; readonly copyThis: string };

export function letterText({ title, paragraphs, code, act, notes }: LetterContent, { firm, foot }: LetterFrame): string {
  const parts = [
    firm,
    title,
    ...paragraphs,
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(act ? [`${act.word}\u202f:\n${act.address}`] : []),
    ...notes,
    `-- \n${foot}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";
const INK = '#12252B';
const INK_2 = '#42575E';

/** Dark twins of the colours below, for programs that read a style sheet. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#0D1517!important}
.sheet{background:#141F22!important;border-color:#26373C!important}
.ink{color:#E7EEEF!important}
.quiet{color:#B3C3C7!important}
.rule{border-color:#47606A!important}
.code{background:#1A272B!important;color:#E7EEEF!important;border-color:#6F878E!important}
.fill{background:#5DB8C4!important}
.fill a{color:#06252A!important}
.link{color:#67C1CD!important}
}
@media (max-width:600px){.pad{padding-left:20px!important;padding-right:20px!important}}`;

export function letterHtml(content: LetterContent, { firm, foot, copyThis }: LetterFrame): string {
  const { title, paragraphs, code, act, notes } = content;
  const body = [
    ...paragraphs.map((text) => paragraph(text, 'ink', INK, 16)),
    ...(code === undefined ? [] : [codeBox(code)]),
    ...(act ? [button(act.word, act.address)] : []),
    ...notes.map((text) => paragraph(text, 'quiet', INK_2, 14)),
    ...(act ? [paragraph(copyThis, 'quiet', INK_2, 13, 4), bareAddress(act.address)] : []),
  ].join('\n');
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escape(content.subject)}</title>
<style>${DARK}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#F1F5F5">
<div style="display:none;max-height:0;overflow:hidden">${escape(paragraphs[0] ?? title)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="ground" style="background:#F1F5F5"><tr><td align="center" style="padding:24px 8px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" class="sheet" style="width:100%;max-width:600px;background:#FFFFFF;border:1px solid #DCE5E6">
<tr><td class="pad quiet" style="padding:20px 40px 0;${FONT};font-size:14px;line-height:20px;color:${INK_2}">${escape(firm)}</td></tr>
<tr><td class="pad" style="padding:4px 40px 0"><h1 class="ink rule" style="margin:0;padding:0 0 12px;border-bottom:3px double #9AAFB4;${FONT};font-size:22px;line-height:30px;font-weight:600;color:${INK}">${escape(title)}</h1></td></tr>
<tr><td class="pad" style="padding:20px 40px 12px">
${body}
</td></tr>
</table>
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px"><tr><td class="pad quiet" style="padding:16px 40px;${FONT};font-size:12px;line-height:18px;color:${INK_2}">${escape(foot)}</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function paragraph(text: string, look: string, colour: string, size: number, after = 16): string {
  return `<p class="${look}" style="margin:0 0 ${after}px;${FONT};font-size:${size}px;line-height:${size + 8}px;color:${colour}">${escape(text)}</p>`;
}

function codeBox(code: string): string {
  return `<p class="code" style="margin:0 0 20px;padding:16px;border:1px solid #72878E;background:#F7FAFA;text-align:center;font-family:ui-monospace,Menlo,Consolas,'Noto Sans Mono',monospace;font-size:30px;line-height:36px;font-weight:600;letter-spacing:2px;color:${INK}">${escape(code)}</p>`;
}

function button(word: string, address: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 24px"><tr><td class="fill" style="background:#0A5B67;border-radius:4px"><a href="${escape(address)}" style="display:inline-block;padding:12px 20px;${FONT};font-size:16px;line-height:24px;font-weight:600;color:#FFFFFF;text-decoration:none">${escape(word)}</a></td></tr></table>`;
}

function bareAddress(address: string): string {
  return `<p style="margin:0 0 16px;${FONT};font-size:13px;line-height:20px;word-break:break-all"><a class="link" href="${escape(address)}" style="color:#0A5B67">${escape(address)}</a></p>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
