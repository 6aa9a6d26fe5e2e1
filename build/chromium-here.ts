/** A Chromium that this machine has already: asked for by name, else at the usual places. Nothing is fetched. */
import { existsSync } from 'node:fs';

const SYSTEM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

export function chromiumHere(): string | undefined {
  const wanted = process.env.HEDUI_CHROMIUM;
  if (wanted !== undefined && existsSync(wanted)) return wanted;
  return SYSTEM_PLACES.find((place) => existsSync(place));
}
