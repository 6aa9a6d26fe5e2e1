/** The one address of our screens; nothing else is ever shown in a window. */
export const SCHEME = 'app';
export const UI_HOST = 'ui';
export const UI_ORIGIN = `${SCHEME}://${UI_HOST}`;
export const START_ADDRESS = `${UI_ORIGIN}/index.html`;

/** Exact scheme and host of a parsed address; a prefix comparison would let `app://ui.evil` through. */
export function isOwnAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === `${SCHEME}:` && url.host === UI_HOST;
  } catch {
    return false;
  }
}

/** Web pages a person may open in their own browser: https without a name and password in the address. */
export function mayOpenOutside(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}
