import '@navette/ui/style.css';
import { Popup } from '@navette/ui/popup';
import { render } from 'preact';
import { openPageDoor } from '../../doors/page-door.ts';
import { pageDoors } from '../../doors/lazy-doors.ts';
import { pageHost } from '../../doors/page-host.ts';

const root = document.getElementById('app');
if (root !== null) render(<Popup doors={pageDoors()} host={pageHost()} page={openPageDoor()} />, root);
