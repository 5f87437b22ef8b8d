import { openMemoryStore } from '@navette/device/store/memory';
import { localStoreContract } from './local-store.suite.ts';

localStoreContract('memory', (name) => openMemoryStore(name));
