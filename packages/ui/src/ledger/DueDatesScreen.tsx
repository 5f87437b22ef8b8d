export function DueDatesScreen() {
  return null;
}
