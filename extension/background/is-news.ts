/** Whether an update is one to tell of: a new version, not a correction of the one there is (R103). */

/** @returns true when the first or the second number moved */
export function isNews(before: string | undefined, now: string): boolean {
  const [major, minor] = now.split('.');
  const [formerMajor, formerMinor] = before?.split('.') ?? [];
  return before !== undefined && (major !== formerMajor || minor !== formerMinor);
}
