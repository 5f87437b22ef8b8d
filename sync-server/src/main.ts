#!/usr/bin/env node
/** The `navette` program: prepares Node, then hands over to `terminal.ts`. */
import './adapters/no-web-storage.ts';
import { keepCompiledCode } from './compiled-code.ts';

keepCompiledCode();
await import('./terminal.ts');
