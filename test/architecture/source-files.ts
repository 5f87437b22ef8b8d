// Reads the project's sources for the tests beside it: which files there are, what they import, and their text without comments.
// It reads by regular expressions and a small scanner, not by a parser: good enough for code that the type checker accepts.

import { readFileSync } from 'node:fs';
import { filesUnder } from '../../scripts/project/fingerprint.ts';
import { at } from '../../scripts/project/places.ts';

/** TypeScript files under a folder relative to the root, declarations left out. */
export function sourceFiles(folder: string): string[] {
  return filesUnder(folder).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

/** Whether a file is a test or serves only tests. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /(^|\/)(testing|fixtures)\//.test(file) || file.endsWith('.contract.ts');
}

/** The text of a file relative to the root. */
export function textOf(file: string): string {
  return readFileSync(at(file), 'utf8');
}

/** Every module a source text imports or exports from, static and dynamic, and `new URL('x', import.meta.url)` left out. */
export function importsOf(source: string): string[] {
  const { code } = scan(source);
  const forms = [/\b(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])(.+?)\1/g, /\bimport\s*\(\s*(['"`])(.+?)\1/g, /\bimport\s+(['"])(.+?)\1/g];
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[2] ?? ''));
}

/** A source text in parts: the text without comments, the text without comments nor the content of strings, and the strings. */
export interface Scanned {
  readonly code: string;
  readonly bare: string;
  readonly strings: readonly string[];
}

/** Separates comments and strings from the rest. A quote never runs over a line end, so an apostrophe in JSX text costs one line. */
export function scan(source: string): Scanned {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:?&|!;{}\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;
  const strings: string[] = [];
  const code = source.replace(token, (found) => (/^\/[/*]/.test(found) ? blank(found) : found));
  const bare = source.replace(token, (found) => {
    if (/^\/[/*]/.test(found)) return blank(found);
    if (found.startsWith('/')) return blank(found);
    strings.push(found.slice(1, -1));
    if (found.startsWith('`')) return found.replace(/(^|\})[^$]*?(?=\$\{|`$)/g, (part) => blank(part));
    return `${found[0]}${blank(found.slice(1, -1))}${found[0]}`;
  });
  return { code, bare, strings };
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
