/** A fingerprint as it is read aloud: its sixteen characters in fours. */
export function grouped(keyId: string): string {
  return keyId.replaceAll(/(.{4})(?=.)/g, '$1\u00a0');
}
