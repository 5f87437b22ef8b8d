/** The portal's entry: draws the screens into the page. */
import { render } from 'preact';

const place = document.getElementById('app');
if (place) render(<p>Navette</p>, place);
