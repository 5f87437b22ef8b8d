// The titles of a test file, read from its text: nothing is run. A title counts for what stands in its `describe` or `test`,
// whether the call goes on with a table (`test.each(…)`) or not; one that is skipped or still to be written is no test.

export interface TestTitle {
  /** As it is written; of a template, what stands before its first value. */
  readonly title: string;
  readonly line: number;
}

type Token =
  | { readonly kind: 'word'; readonly text: string; readonly line: number }
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'sign'; readonly text: string; readonly line: number };

const CALLS = new Set(['test', 'it', 'describe']);
/** What may stand between the call's name and its bracket, and take a table first. */
const WITH_TABLE = new Set(['each', 'for']);
const NO_TEST = new Set(['skip', 'todo', 'skipIf', 'runIf']);

export function testTitles(source: string): TestTitle[] {
  const tokens = [...tokensOf(source)];
  const titles: TestTitle[] = [];
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || !CALLS.has(token.text) || tokens[at - 1]?.text === '.') return;
    const title = titleAfter(tokens, at + 1);
    if (title) titles.push(title);
  });
  return titles;
}

function titleAfter(tokens: readonly Token[], from: number): TestTitle | undefined {
  let at = from;
  let table = false;
  while (tokens[at]?.text === '.' && tokens[at + 1]?.kind === 'word') {
    const name = tokens[at + 1]?.text ?? '';
    if (NO_TEST.has(name)) return undefined;
    table ||= WITH_TABLE.has(name);
    at += 2;
  }
  if (tokens[at]?.text === '<') at = afterPair(tokens, at, '<', '>');
  // The table is the first bracket, or a template.
  if (table) at = tokens[at]?.kind === 'text' ? at + 1 : afterPair(tokens, at, '(', ')');
  const [open, title] = [tokens[at], tokens[at + 1]];
  return open?.text === '(' && open.kind === 'sign' && title?.kind === 'text' ? { title: title.text, line: title.line } : undefined;
}

function afterPair(tokens: readonly Token[], from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if (token.text === open) depth++;
    else if (token.text === close && --depth === 0) return at + 1;
  }
  return tokens.length;
}

/** Words, texts and signs; comments and regular expressions are stepped over, so that their quotes open nothing. */
function* tokensOf(source: string): Generator<Token> {
  let at = 0;
  let line = 1;
  let last: Token | undefined;
  const move = (to: number) => {
    for (; at < to; at++) if (source.charCodeAt(at) === 10) line++;
  };
  const find = (what: string, from: number) => {
    const found = source.indexOf(what, from);
    return found < 0 ? source.length : found;
  };
  while (at < source.length) {
    const sign = source.charAt(at);
    if (/\s/.test(sign)) move(at + 1);
    else if (source.startsWith('//', at)) move(find('\n', at));
    else if (source.startsWith('/*', at)) move(find('*/', at + 2) + 2);
    else if (sign === '/' && startsExpression(last)) move(endOfExpression(source, at));
    else if (sign === "'" || sign === '"' || sign === '`') {
      const end = endOfText(source, at);
      yield (last = { kind: 'text', text: spelled(source.slice(at + 1, end - 1)), line });
      move(end);
    } else if (/[\p{L}_$]/u.test(sign)) {
      const word = /^[\p{L}\p{N}_$]+/u.exec(source.slice(at, at + 100))?.[0] ?? sign;
      yield (last = { kind: 'word', text: word, line });
      move(at + word.length);
    } else {
      yield (last = { kind: 'sign', text: sign, line });
      move(at + 1);
    }
  }
}

/** A slash divides after a value, and begins a regular expression after anything else. */
function startsExpression(last: Token | undefined): boolean {
  if (last === undefined) return true;
  if (last.kind === 'text') return false;
  return last.kind === 'word' ? /^(?:return|typeof|case|in|of|await)$/.test(last.text) : !/[\w)\]}]/.test(last.text);
}

function endOfExpression(source: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === '\\') at++;
    else if (sign === '\n') return at;
    else if (sign === '[') inClass = true;
    else if (sign === ']') inClass = false;
    else if (sign === '/' && !inClass) return at + 1;
  }
  return source.length;
}

/** Values of a template may hold texts of their own. */
function endOfText(source: string, from: number): number {
  const quote = source.charAt(from);
  for (let at = from + 1; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === '\\') at++;
    else if (sign === quote) return at + 1;
    else if (quote === '`' && source.startsWith('${', at)) at = endOfValue(source, at + 2) - 1;
  }
  return source.length;
}

function endOfValue(source: string, from: number): number {
  let depth = 1;
  for (let at = from; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === "'" || sign === '"' || sign === '`') at = endOfText(source, at) - 1;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return at + 1;
  }
  return source.length;
}

function spelled(text: string): string {
  return (text.split('${')[0] ?? '').replace(/\\(.)/g, '$1');
}
