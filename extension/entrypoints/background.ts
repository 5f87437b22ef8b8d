import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../background/background.ts';
import { keepSeldomAtHand } from '../background/load-seldom.ts';
import { openBackgroundDevice } from '../background/open-device.ts';

// No module: built apart, it holds what it uses itself and nothing of what only our pages use.
export default defineBackground({
  main() {
    keepSeldomAtHand();
    startBackground(openBackgroundDevice());
  },
});
