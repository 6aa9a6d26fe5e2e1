import { app, session, shell, type WebContents } from 'electron';
import { isOwnAddress, mayOpenOutside } from './origin.ts';

/** Copying out of a grid is the one thing a page may ask the system for. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** Nothing leads out of the screens, no page is granted anything, no second content is attached. */
export function guardWindows(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(permission === ALLOWED_PERMISSION && isOwnAddress(details.requestingUrl));
  });
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => permission === ALLOWED_PERMISSION && isOwnAddress(requestingOrigin),
  );
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (details) => {
    if (!isOwnAddress(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!isOwnAddress(details.url)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!isOwnAddress(details.url)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
