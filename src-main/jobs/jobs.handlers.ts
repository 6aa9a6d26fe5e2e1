import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

export function jobsHandlers({ jobs }: AppServices): RoomHandlers<'jobs'> {
  return {
    list: () => jobs.list(),
    cancel: ({ jobId }) => jobs.cancel(jobId),
    openFile: ({ jobId }) => jobs.openFile(jobId),
    showInFolder: async ({ jobId }) => {
      await jobs.showInFolder(jobId);
      return {};
    },
  };
}
