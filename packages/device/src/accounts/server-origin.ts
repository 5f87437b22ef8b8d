/** https anywhere, http on this computer only (N1). */
export function isServerOrigin(origin: string): boolean {
  return /^https:\/\/[a-z0-9.-]+(:\d+)?$/i.test(origin) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(origin);
}
