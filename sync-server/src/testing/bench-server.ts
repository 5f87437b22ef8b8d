/**
 * Starts `bench-heart.ts` as a process, the way `main.ts` starts the product: compiled code is kept from one start to the next.
 */
import { keepCompiledCode } from '../compiled-code.ts';

keepCompiledCode();
await import('./bench-heart.ts');
