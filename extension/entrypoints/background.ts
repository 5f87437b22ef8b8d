import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../background/background.ts';
import { openBackgroundDevice } from '../background/open-device.ts';

export default defineBackground({ type: 'module', main: () => startBackground(openBackgroundDevice()) });
