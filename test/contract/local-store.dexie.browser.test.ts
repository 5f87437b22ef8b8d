import { openDexieStore } from '@navette/device/store/dexie';
import { localStoreContract } from './local-store.suite.ts';

localStoreContract('Dexie on IndexedDB', (name) => openDexieStore(name));
