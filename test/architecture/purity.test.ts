// The pure packages take time, chance and the world through ports; product code writes no markup and prints nowhere unlisted.

import { describe, expect, test } from 'vitest';
import { LAYERS, MAY_PRINT } from './layer-table.ts';
import { isTest, scan, sourceFiles, textOf } from './source-files.ts';

/** What a pure package may not touch. */
const IMPURE: readonly (readonly [string, RegExp])[] = [
  ['the clock', /\bDate\.now\b|\bnew\s+Date\s*\(\s*\)|\bDate\s*\(\s*\)|\bTemporal\.Now\b|\bperformance\s*\./],
  ['chance', /\bMath\.random\b|\bcrypto\b/],
  ['timers', /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/],
  ['the browser', /\b(?:window|document|navigator|localStorage|sessionStorage|indexedDB)\s*[.[]|\bglobalThis\b/],
  ['Node', /\bprocess\s*\.|\bBuffer\b|\brequire\s*\(|\b__dirname\b|\bimport\.meta\b/],
  ['the network', /\bfetch\s*\(|\bXMLHttpRequest\b|\bnew\s+WebSocket\b/],
  ['the console', /\bconsole\s*\./],
  ['the machine’s language or time zone', /\.toLocale\w*\s*\(\s*\)/],
];

/** What product code may not use anywhere (M4). */
const MARKUP =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|setHTMLUnsafe|createContextualFragment)\b|\bdocument\.write\b|\beval\s*\(|\bnew\s+Function\b/;

function productFiles(folder: string): string[] {
  return sourceFiles(folder).filter((file) => !isTest(file));
}

function findings(files: readonly string[], forbidden: RegExp): string[] {
  return files.flatMap((file) =>
    scan(textOf(file))
      .bare.split('\n')
      .flatMap((line, index) => (forbidden.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}

describe('purity', () => {
  const pure = LAYERS.filter((layer) => layer.pure).flatMap((layer) => productFiles(layer.folder));

  test.each(IMPURE)('the pure packages do not use %s', (_name, forbidden) => {
    expect(findings(pure, forbidden)).toEqual([]);
  });

  test('M4: product code writes text nodes only, never markup, and evaluates nothing', () => {
    expect(
      findings(
        LAYERS.flatMap((layer) => productFiles(layer.folder)),
        MARKUP,
      ),
    ).toEqual([]);
  });

  test('only the listed files print to the console', () => {
    const files = LAYERS.flatMap((layer) => productFiles(layer.folder)).filter((file) => !(file in MAY_PRINT));
    expect(findings(files, /\bconsole\s*\.|\bprocess\.std(?:out|err)\b/)).toEqual([]);
  });

  test('every file listed as one that may print is still there', () => {
    const files = new Set(LAYERS.flatMap((layer) => sourceFiles(layer.folder)));
    expect(Object.keys(MAY_PRINT).filter((file) => !files.has(file))).toEqual([]);
  });

  test('the scanner sees code, and not what stands in comments, strings and expressions', () => {
    const source =
      "const a = Date.now(); // console.log(1)\nconst b = 'Math.random';\nconst c = /fetch(/;\nconst d = `${Math.random()} fetch(`;";
    const { bare, strings } = scan(source);
    expect(bare).toContain('Date.now');
    expect(bare).not.toContain('console');
    expect(bare).not.toContain('fetch');
    expect(bare.match(/Math\.random/g)).toHaveLength(1);
    expect(strings).toContain('Math.random');
  });
});
