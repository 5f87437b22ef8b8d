/**
 * Passwords refused although long enough: digits only under 16 characters, one or two characters repeated, and the long
 * ones found at the top of every leaked list. Length itself is the request's schema's business.
 */
const COMMON = new Set([
  'motdepasse123',
  'motdepasse1234',
  'motdepasse12345',
  'azertyuiop123',
  'azertyuiop12',
  'azertyuiopqs',
  'azertyuiopqsdf',
  'qwertyuiop123',
  'qwertyuiop12',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'administrator',
  'administrateur',
  'administrateur1',
  'iloveyou1234',
  'jetaime12345',
  'comptabilite',
  'comptabilite1',
  'expertcomptable',
  'azerty123456',
  'azerty1234567',
  'azertyazerty',
  'qwerty123456',
  'abcdefghijkl',
  'bonjourbonjour',
]);

export function isWeakPassword(password: string): boolean {
  const folded = password.toLowerCase();
  if (/^\d+$/.test(folded) && folded.length < 16) return true;
  return new Set(folded).size < 4 || COMMON.has(folded);
}
