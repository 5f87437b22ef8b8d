import '@navette/ui/style.css';
import { Panel } from '@navette/ui/panel';
import { render } from 'preact';
import { pageDoors } from '../../doors/lazy-doors.ts';
import { pageHost } from '../../doors/page-host.ts';

const root = document.getElementById('app');
if (root !== null) render(<Panel doors={pageDoors()} host={pageHost()} />, root);
