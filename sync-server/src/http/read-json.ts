/** Reads the JSON body of a small request: never more than its limit, never past its schema. */
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Problem } from '@navette/protocol/version';
import * as v from 'valibot';

/** @param limit bytes; checked while they arrive, whatever `Content-Length` says */
export async function readJson<S extends v.GenericSchema>(
  request: Request,
  schema: S,
  limit: number,
): Promise<Result<v.InferOutput<S>, Problem>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > limit) return refuse('too-large');
    parts.push(part);
  }
  const parsed = v.safeParse(schema, parse(Buffer.concat(parts).toString('utf8')));
  return parsed.success ? ok(parsed.output) : refuse('bad-request');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
