// What Mozilla's reviewers run on the Firefox build finds nothing that we cannot explain.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { at, exists } from '../../scripts/project/places.ts';

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A finding we accept: its code, a text that must stand just before the place found, and why it is harmless. */
interface Accepted {
  readonly code: string;
  readonly near: RegExp;
  readonly reason: string;
}

const ACCEPTED: readonly Accepted[] = [
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    near: /__html/,
    reason:
      'Preact’s own support of dangerouslySetInnerHTML: our code may not use it (purity test), and our pages’ policy requires trusted types',
  },
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    near: /_setupFakeWorkerGlobal[^;]*import\(|WasmImage[^;]*await\(?\s*import\(/,
    reason: 'pdf.js loading its own worker and image decoders by address: our pages’ policy admits files of the extension and nothing else',
  },
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    near: /of another origin[^;]*;return Object\.assign\(globalThis,\{pdfjsWorker:await import\(/,
    reason: 'our reading worker loading pdf.js’s file, after it has seen that its address is of our own origin',
  },
];

const BUILD = '.output/firefox-mv3';

function isAccepted(finding: Finding): boolean {
  const before = textBefore(finding);
  return ACCEPTED.some((accepted) => accepted.code === finding.code && accepted.near.test(before));
}

/** The 400 characters that end at the place of a finding. */
function textBefore(finding: Finding): string {
  if (finding.file === undefined || finding.line === undefined) return '';
  const lines = readFileSync(at(BUILD, finding.file), 'utf8').split('\n');
  const start = lines.slice(0, finding.line - 1).join('\n').length + (finding.column ?? 0);
  return lines.join('\n').slice(Math.max(0, start - 400), start + 40);
}

describe('the Firefox build', () => {
  test('Mozilla’s linter finds no error and no warning in it', async () => {
    expect(exists(BUILD, 'manifest.json'), 'the Firefox build is missing').toBe(true);
    const linter = at('node_modules/addons-linter/bin/addons-linter');
    const { stdout } = await promisify(execFile)(process.execPath, [linter, '--output', 'json', at(BUILD)], { maxBuffer: 1 << 26 }).catch(
      // It ends with 1 when it finds errors, and still prints them.
      (error: { stdout?: string; message: string }) => ({
        stdout: error.stdout || JSON.stringify({ errors: [{ code: 'DID_NOT_RUN', message: error.message }] }),
      }),
    );
    const report = JSON.parse(stdout) as { errors?: Finding[]; warnings?: Finding[] };
    const found = [...(report.errors ?? []), ...(report.warnings ?? [])].filter((finding) => !isAccepted(finding));
    expect(found.map(({ code, message, file, line, column }) => `${code} ${file ?? ''}:${line ?? ''}:${column ?? ''} ${message}`)).toEqual(
      [],
    );
  });
});
