import '@navette/ui/style.css';
import { Popup } from '@navette/ui/popup';
import { render } from 'preact';
import { openPageDoor } from '../../doors/page-door.ts';
import { openPageDoors } from '../../doors/page-doors.ts';
import { pageHost } from '../../doors/page-host.ts';

const root = document.getElementById('app');
if (root !== null) render(<Popup doors={openPageDoors()} host={pageHost()} page={openPageDoor()} />, root);
