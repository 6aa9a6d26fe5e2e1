/** Errors of the desktop core: stores, replication, session, jobs. */
export const coreErrors = {
  'bad-filter': 'The filter on column "{{column}}" cannot be used. Clear the filter of that column and set it again.',
  'unknown-column':
    'The list has no column "{{column}}" to sort or filter by. Restore the default columns and try again.',
  'nothing-selected': 'No claim is selected, so nothing was done. Tick claims or press Ctrl+A first.',
  'selection-changed':
    'The selected claims have just changed: now {{count, integer}} claims, {{totalFen, fen}} in all. Nothing was submitted; check and confirm again.',
  'selection-too-large': '{{count, integer}} claims are more than one action can take. Split them with a filter.',
  'claim-changed':
    'Claim {{no}} has just been handled by someone else and is now "{{status}}". Look at it again before you decide.',
  'claim-not-found': 'This claim is not on this computer; it may have left your area. Refresh the list and look again.',
  'batch-not-found': 'There is no record of this bulk action here. See the history of the claims.',
  'no-folders-here': 'A browser cannot open folders. Use "Download".',
  'file-not-saved': '"{{fileName}}" has not been saved to the disk yet. Save it first.',
  'job-has-no-file': 'This job has no file.',
  'file-gone':
    '"{{fileName}}" is no longer where it was: it was moved or deleted, or cleared away when the program was started again. Export it again.',
  'file-not-opened':
    'The system could not open this file: {{problem}}. Find it in its folder and open it with Excel or WPS.',
  'job-not-found': 'There is no record of this task any more. Start it again.',
  'job-interrupted': 'The program ended before this task was done; no half-written file was left. Start it again.',
  'not-signed-in': 'Nobody is signed in. Sign in first.',
  'token-expired': 'The sign-in has run out and is being renewed. If this stays, sign out and in again.',
  'token-missing': 'The server gave no sign-in. Sign out and in again.',
  'needs-server':
    'This step is numbered and checked by the server, which cannot be reached. Nothing was submitted; try again when the status says synchronised.',
  'answer-outstanding':
    'The server has not answered yet. The action is kept on this computer and sent again without being doubled; look at the list later.',
  'server-away': 'The server cannot be reached. Go on working: everything is kept here and sent when it is back.',
  'server-busy': 'The server is busy; this is tried again in {{seconds}} s. There is nothing to do.',
  'broken-stream':
    'The download broke off or was incomplete. The bad part was dropped and comes again. There is nothing to do.',
  'download-stopped': 'The download was stopped; it goes on from there at the next start.',
  'no-copy-yet': 'The data of this computer are not complete yet. Wait for the download to end and try again.',
  'copy-differs':
    'The data here differ from the server ({{tables}}). That download was dropped and runs again; unsent work is not touched.',
  resnapshot:
    'The server asks for a complete new download. The old data stay visible meanwhile; unsent work is not touched.',
  'replica-not-built':
    'The new data file is not ready; the old one stays in use. Choose "download again" on the support page.',
  'program-too-old':
    'This program ({{version}}) is too old for the server. Unsent work is kept; update the program first.',
  'profile-in-use': 'The data of this user are open in another running program. Close that window first.',
  'store-newer-than-program':
    'The data here were written by a newer program and are not touched. Install the newer version and open them with it.',
  'store-busy':
    'The data here are in use and nothing was written. Try again; if it stays, close other programs using them.',
  'store-damaged':
    'The file {{file}} is damaged. It was neither deleted nor changed; ask support to recover unsent work from it.',
  'store-full':
    'The disk is full: downloads wait and nothing that was here is lost. What you do is still saved from a small reserve; make room soon.',
  'store-readonly': '{{file}} is read-only and was not written. Check the rights of the data folder.',
  'store-unreadable':
    '{{file}} cannot be read, perhaps because of the disk or its rights. It was not changed; check and try again.',
  'lost-by-server':
    'The server was set back to an earlier state and no longer knows this action. Check what stands there now, then apply it again or let it go.',
  'nothing-to-resend':
    'The document is no longer on this computer, so that there is nothing to send it to. The item stays in the list.',
  'some-refused':
    '{{count}} rows were not done; the others are. Check them row by row, then send them again or let them go.',
  'text-not-storable':
    'Character {{position}} of “{{path}}” ({{character}}) is no whole character and cannot be kept. Delete it and try again.',
  'made-on-refused':
    'This was made after an action on the same row that did not go through, and was therefore not sent. Check it and apply it again or let it go.',
  'offline-sign-in-over':
    'The server cannot be reached, and the {{days}} days of signing in without it are over. Connect to the company network and sign in there; unsent work is kept.',
  'device-wiped':
    'This device was switched off by the administrator. The company data on it were removed; nothing had been waiting to be uploaded.',
  'device-wiped-sealed':
    'This device was switched off by the administrator and the company data on it were removed. {{number}} unsent actions were sealed in the file {{file}}; give it to the administrator, who alone can open it.',
  'store-closed': 'The data here are being closed and the action was not done. Sign in again and repeat it.',
} as const;
