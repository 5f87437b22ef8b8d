import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cutBytes, decodeFrame, encodeFrame } from './framing.ts';
import { decodeUploadMetadata, encodeUploadMetadata } from './uploads.ts';

const Head = v.object({ sizes: v.array(v.number()) });

describe('a frame', () => {
  it('gives back the head and the pieces it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (parts) => {
        const frame = decodeFrame(Head, encodeFrame({ sizes: parts.map((part) => part.length) }, parts));
        expect(frame && cutBytes(frame.bytes, frame.head.sizes)?.map((piece) => [...piece])).toEqual(parts.map((part) => [...part]));
      }),
    );
  });

  it('that is cut short, longer than it says, or not JSON is no frame', () => {
    const whole = encodeFrame({ sizes: [3] }, [new Uint8Array(3)]);
    expect(decodeFrame(Head, whole.subarray(0, 6))).toBeUndefined();
    expect(decodeFrame(Head, new Uint8Array([0, 0, 0, 2, 1, 1]))).toBeUndefined();
    expect(decodeFrame(Head, new Uint8Array([255, 255, 255, 255]))).toBeUndefined();
    expect(cutBytes(new Uint8Array(4), [3])).toBeUndefined();
    expect(cutBytes(new Uint8Array(3), [4])).toBeUndefined();
  });

  it('made of random bytes never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void expect(() => decodeFrame(Head, bytes)).not.toThrow()));
  });
});

describe('what an upload says of its file', () => {
  const metadata = { dossier: '01980000-0000-7000-8000-00000000d001', box: 'common', hash: 'a'.repeat(64) } as const;
  it('is ids and a hash, and comes back as it went', () => {
    expect(decodeUploadMetadata(encodeUploadMetadata(metadata))).toEqual(metadata);
  });
  it.each(['', 'dossier !!!', `name ${btoa('../../etc')}`, `${encodeUploadMetadata(metadata)},name ${btoa('x')}`, '__proto__ e30='])(
    '%j is refused',
    (header) => {
      expect(decodeUploadMetadata(header)).toBeUndefined();
    },
  );
});
