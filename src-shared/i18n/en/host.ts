import type { HOST_TEXT_ZH } from '../zh-CN/host.ts';

/** What the program says in the terminal or before a screen is there. */
export const HOST_TEXT_EN: Record<keyof typeof HOST_TEXT_ZH, string> = {
  'host.link': 'Open Hedui (this link works once): {{url}}',
  'host.linkUsedUp': 'The link has been used. For another window take this one: {{url}}',
  'host.linkAskedAgain': 'Somebody came with a link that no longer works. A working one: {{url}}',
  'host.pageLinkUsed':
    'This link has been used, or belongs to an earlier start. A new link stands in the terminal: open that one.',
  'host.pageNoSession': 'Open the link printed in the terminal.',
  'host.pageFileGone':
    'This download link has been used or has expired. Go back to the program and export again from the list of jobs.',
  'host.building': 'Building the screens …',
  'host.starting': 'Starting the central server (making the demo company takes about a minute the first time) …',
  'host.stillStarting': 'Still preparing, {{seconds}} s so far …',
  'host.serverReady': 'The central server is ready: {{url}}',
  'host.electronMissing':
    'The Electron program is not installed ({{looked}}); going on in the browser of this machine.',
  'host.electronStarted': 'The Hedui window is open.',
  'host.portTaken': 'Port {{port}} is taken; using another one.',
  'host.portRefused': 'Port {{port}} is taken. Choose another one, or stop the program that uses it, and try again.',
  'host.alreadyRunning':
    'The data folder {{folder}} is in use by another Hedui (process {{pid}}). Close it first, or choose another folder with --data.',
  'host.serverStopped': 'The central server has stopped (code {{code}}). Log: {{log}}',
  'host.serverUnreachable': 'The server {{url}} does not answer. Check the address and the network, then try again.',
  'host.buildFailed': 'Building the screens failed; the error stands above.',
  'host.desktopStopped': 'The desktop has stopped (code {{code}}). Log: {{log}}',
  'host.noServer':
    'The address of the central server is not set. Ask your administrator for {{file}} with a content like {"server":"https://hedui.example.cn"}, then start again.',
  'host.stopping': 'Stopping …',
};
