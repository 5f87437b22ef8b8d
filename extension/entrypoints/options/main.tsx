import '@navette/ui/style.css';
import { Options } from '@navette/ui/options';
import { render } from 'preact';
import { pageDoors } from '../../doors/lazy-doors.ts';
import { openOptionsDoor } from '../../doors/options-door.ts';
import { pageHost } from '../../doors/page-host.ts';

const root = document.getElementById('app');
if (root !== null) render(<Options doors={pageDoors()} host={pageHost()} door={openOptionsDoor()} />, root);
