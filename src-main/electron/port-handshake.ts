import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import { PORT_CHANNEL } from './channels.ts';
import { isOwnAddress } from './origin.ts';

/**
 * Hands each document of our screens one port with the contract behind it (design §8, Ports). The sender must be the main
 * frame of its window and of exactly our origin; a port dies with its document.
 */
export function servePorts(router: AnyRouter): void {
  const handler = new RPCHandler(router);
  const open = new Map<WebContents, MessagePortMain>();
  const close = (contents: WebContents): void => {
    open.get(contents)?.close();
    open.delete(contents);
  };
  ipcMain.on(PORT_CHANNEL, (event) => {
    if (!isOurMainFrame(event)) return;
    const { sender } = event;
    if (open.has(sender)) close(sender);
    else followDocument(sender, close);
    const { port1, port2 } = new MessageChannelMain();
    open.set(sender, port1);
    handler.upgrade(port1);
    port1.start();
    sender.postMessage(PORT_CHANNEL, null, [port2]);
  });
}

/** Navigation, reload, crash and the end of the window each end the port. */
function followDocument(contents: WebContents, close: (contents: WebContents) => void): void {
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) close(contents);
  });
  contents.on('render-process-gone', () => close(contents));
  contents.on('destroyed', () => close(contents));
}

function isOurMainFrame({ senderFrame, sender }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnAddress(senderFrame.url);
}
