export const ERRORS_HOST_EN = {
  'isolated-task-memory':
    'Reading this file takes more than {{limitMiB}} MB of memory and was stopped; nothing was written. Split the file, or save it as CSV, and try again.',
  'isolated-task-timeout':
    'Reading this file was not finished after {{seconds}} seconds and was stopped; nothing was written. Split the file and try again.',
  'isolated-task-cancelled': 'Stopped as you asked; nothing was written.',
  'isolated-task-crashed':
    'The reader of the file failed; nothing was written. Open the file in Excel, save a copy and try that; if it fails again, tell the administrator.',
  'isolated-task-died':
    'The reader of the file ended unexpectedly (code {{exitCode}}); nothing was written. Open the file in Excel, save a copy and try that.',
};
