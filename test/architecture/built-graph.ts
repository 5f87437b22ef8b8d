// Reads what the bundler wrote: which files a page or script loads at its start, and how large they are when compressed.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Files under a build folder that an entry loads before it can run: itself, its static imports, its styles. Lazy imports are left out. */
export function loadedAtStart(folder: string, entry: string): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(path.join(folder, file))) return;
    seen.add(file);
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const target of file.endsWith('.html') ? referencesOf(text) : importsOf(text)) {
      visit(target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(file), target));
    }
  };
  visit(entry);
  return [...seen];
}

/** The sum of the sizes of some files, each compressed by itself. */
export function gzipSize(folder: string, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length, 0);
}

function referencesOf(html: string): string[] {
  return [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '').filter(isLocal);
}

function importsOf(script: string): string[] {
  const forms = [
    /\bimport\s*(?:[\w$*{}\s,]+?\s*from\s*)?(["'`])([^"'`]+?\.js)\1/g,
    /\bexport\s*(?:\*|\{[^}]*\})\s*from\s*(["'`])([^"'`]+?\.js)\1/g,
  ];
  return forms.flatMap((form) => [...script.matchAll(form)].map((match) => match[2] ?? '')).filter(isLocal);
}

function isLocal(target: string): boolean {
  return !/^[a-z]+:/i.test(target);
}
