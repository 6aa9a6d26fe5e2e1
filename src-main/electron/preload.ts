/**
 * Sandboxed. Asks main for the port of this document and passes it to the page; exposes nothing else: no ipcRenderer, no
 * event object, no function.
 */
import { ipcRenderer } from 'electron';
import { PORT_CHANNEL, PORT_WANTED } from './channels.ts';

let waitingPort: MessagePort | undefined;
let pageIsReady = false;

function passOn(): void {
  if (waitingPort === undefined || !pageIsReady) return;
  // a port cannot cross contextBridge; only a page of our own origin receives this message
  window.postMessage(PORT_CHANNEL, window.location.origin, [waitingPort]);
  waitingPort = undefined;
}

ipcRenderer.on(PORT_CHANNEL, (event) => {
  waitingPort = event.ports[0];
  passOn();
});

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.data !== PORT_WANTED) return;
  pageIsReady = true;
  passOn();
});

ipcRenderer.send(PORT_CHANNEL);
